/** Every command against a relay that is an enemy, with a token that is one: what others wrote reaches no terminal, pipe or log as it is. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allCommands } from '../bridge/commands/index.ts';
import type { Command } from '../bridge/commands/parts/define-command.ts';
import { UNPRINTABLE } from '../bridge/terminal/columns.ts';
import { procedureAccess } from '../party/access.ts';
import { Replay } from '../scripts/demo/replay.ts';
import { clone, makeOrigin } from '../scripts/demo/repository.ts';
import { scratchFolder } from '../scripts/demo/team.ts';
import { home as project } from '../scripts/run.ts';
import { toBase64Url } from '../shared/bytes.ts';
import { newRoomKey } from '../shared/seal.ts';
import { newSecret, writeToken } from '../shared/token.ts';
import { COMPILED } from '../testing/compiled.ts';
import { eventually } from '../testing/eventually.ts';
import { answersOf, type HostileRelay, MOODS, type Mood, startHostileRelay, WORST } from './hostile-relay.ts';

const PYLON = join(project, 'dist/pylon.js');
const PATIENCE_MS = 60_000;
/** Most of them wait for an answer. */
const AT_ONCE = 6;
const roomKey = newRoomKey();

/** How each command is called, `SERVER` being the relay's address, `INVITE` and `LINK` tokens of it. No command is left out. */
const CALLS: Record<string, string[][]> = {
	init: [['--room', 'acme', '--server', 'SERVER', '--name', 'Jake', '--create-key', 'key', '--yes', '--here']],
	join: [
		['INVITE', '--name', 'Jake', '--yes', '--here'],
		['LINK', '--yes', '--here'],
		['INVITE', '--name', 'Jake', '--yes', '--json', '--here'],
		[WORST.replaceAll(/\s/g, ''), '--here'],
	],
	invite: [[], ['--json']],
	'invite list': [[], ['--json']],
	'invite revoke': [['01234567'], [WORST]],
	link: [[]],
	'link list': [[], ['--json']],
	'link revoke': [['fedcba9876543210'], [WORST]],
	'members list': [[], ['--json']],
	'members remove': [
		['eve', '--yes'],
		[WORST, '--yes'],
	],
	'members role': [['eve', 'member']],
	rename: [['Mara'], [WORST]],
	rooms: [[], ['--json']],
	use: [['acme'], [WORST]],
	leave: [['--yes'], ['--delete', '--yes']],
	collisions: [[], ['--json']],
	pause: [[]],
	resume: [[]],
	peek: [[], ['--wire']],
	policy: [[], ['reads=off'], [WORST]],
	status: [[], ['--all'], ['--all', '--json'], ['--operator', 'eve'], ['--operator', WORST]],
	'share list': [[]],
	'share add': [['work/api'], [WORST.replaceAll('\u0000', '')]],
	'share remove': [[WORST]],
	start: [['--background']],
	stop: [[]],
	'notify status': [[], ['--json']],
	'notify desktop': [['off'], [WORST]],
	'notify webhook': [['-'], [WORST]],
	'notify after': [['8'], [WORST]],
	'notify quiet': [['18:00-09:00'], [WORST]],
	'notify mute': [['eve'], [WORST]],
	'notify unmute': [['eve'], [WORST]],
	'notify test': [[]],
	'notify off': [[]],
	'hooks status': [[], ['--json']],
	'hooks install': [['--claude-code', '--codex', '--yes']],
	'hooks remove': [['--yes']],
	'hooks manner': [[], ['ask'], [WORST]],
	'hooks recommend': [['deny'], ['none', '--json'], [WORST]],
	'mcp status': [[], ['--json']],
	'mcp install': [['--claude-code', '--codex', '--yes']],
	'mcp remove': [['--yes']],
	doctor: [[], ['--json']],
	'service status': [[]],
	'browser status': [[], ['--json']],
	'browser install': [['--chrome']],
	'browser remove': [[]],
	// Started by nobody's browser it ends at once.
	'native-host': [[]],
	completion: [['bash'], [WORST]],
};
/** They change how this machine's user logs in; and what asks the bridge alone, and says nothing to who does not speak its protocol. */
const LEFT_OUT = ['service install', 'service remove', 'mcp serve'];

/** They look at this machine's agents. */
const WORKING = new Set(['status', 'peek', 'start', 'share', 'doctor']);

interface Call {
	line: string;
	args: string[];
	/** In a home that is in no room yet. */
	isFirst: boolean;
}

/** Whatever does something, a group's own doing included. */
const runnable = (commands: readonly Command[], path: string[] = []): string[] =>
	commands.flatMap(({ name, run, commands: inner = [] }) => [
		...(run === undefined ? [] : [[...path, name].join(' ')]),
		...runnable(inner, [...path, name]),
	]);

describe('a hostile relay', () => {
	let dir: string;
	let origin: string;
	const ending: (() => unknown)[] = [];

	beforeAll(async () => {
		const scratch = await scratchFolder();
		dir = scratch.dir;
		ending.push(scratch.remove);
		origin = makeOrigin(dir);
	});
	afterAll(async () => {
		for (const end of ending.reverse()) await end();
	});

	test('is met by every command, and answers every procedure', async () => {
		expect([...Object.keys(CALLS), ...LEFT_OUT].sort()).toEqual(runnable(await allCommands()).sort());
		expect(Object.keys(answersOf(roomKey)).sort()).toEqual(
			procedureAccess()
				.map(({ path }) => path)
				.sort(),
		);
	});

	let homes = 0;
	/** A home of somebody in a room of that relay; where it matters with an agent at work. */
	function makeHome({ url }: HostileRelay, { isFirst, args: [command = ''] }: Call): string {
		const home = join(dir, `home-${++homes}`);
		mkdirSync(join(home, '.pylon'), { recursive: true, mode: 0o700 });
		if (isFirst) return home;
		if (WORKING.has(command)) {
			clone(origin, join(home, 'work/api'), `branch-${homes}`);
			new Replay({ sample: 'jake-claude-code', home, cwd: join(home, 'work/api') }).skip();
		}
		const room = { room: 'acme', server: url, operatorId: 'jake', operatorName: 'Jake', color: '#3B82F6', role: 'admin' };
		const secrets = { credential: 'A'.repeat(43), roomKey: toBase64Url(roomKey), device: '0123456789abcdef' };
		const config = { ...room, ...secrets, sharedPaths: ['~/work/api'] };
		writeFileSync(join(home, '.pylon/room.json'), JSON.stringify(config), { mode: 0o600 });
		return home;
	}

	function pylon(home: string, args: string[]): Promise<string> {
		const { PATH } = process.env;
		const options = { cwd: home, env: { ...COMPILED, PATH, HOME: home }, timeout: PATIENCE_MS };
		return new Promise((resolve) => {
			const child = execFile(process.execPath, [PYLON, ...args], options, (_, stdout, stderr) => resolve(`${stdout}\n${stderr}`));
			child.stdin?.end();
		});
	}

	function callsAgainst({ url }: HostileRelay): Call[] {
		const server = `${url}/\u001b[2K\r\n✓ Joined\u202e${'\u{e0041}'}`;
		const token = (kind: 'invite' | 'link') => writeToken({ kind, server, room: 'acme', secret: newSecret(), roomKey });
		const words: Record<string, string> = { SERVER: url, INVITE: token('invite'), LINK: token('link') };
		return Object.entries(CALLS).flatMap(([name, calls]) =>
			calls.map((args) => ({
				line: `${name} ${args.map((arg) => (arg.length > 60 ? '…' : arg)).join(' ')}`,
				args: [...name.split(' '), ...args.filter((arg) => arg !== '--here').map((arg) => words[arg] ?? arg)],
				isFirst: args.includes('--here'),
			})),
		);
	}

	test.each(Object.entries(MOODS))('[R14] that %s writes nothing into a terminal, a pipe or the log', async (_, mood: Mood) => {
		const relay = await startHostileRelay(mood, roomKey);
		ending.push(() => relay.stop());
		const queue = callsAgainst(relay);
		const said: [line: string, output: string][] = [];
		const work = async () => {
			for (let call = queue.shift(); call !== undefined; call = queue.shift()) {
				const home = makeHome(relay, call);
				said.push([call.line, await pylon(home, call.args)]);
				if (call.args[0] !== 'start') continue;
				const log = () => readFileSync(join(home, '.pylon/bridge.log'), 'utf8');
				await eventually(log, (text) => /Sharing|refuse|says no|failed|does not answer/.test(text), PATIENCE_MS);
				said.push(['bridge.log', log()], ['doctor, with a bridge', await pylon(home, ['doctor'])], ['stop', await pylon(home, ['stop'])]);
			}
		};
		await Promise.all(Array.from({ length: AT_ONCE }, work));
		expect(said.length).toBeGreaterThan(Object.keys(CALLS).length);
		// What is worth reading is shown all the same.
		const all = said.map(([, output]) => output).join('');
		if (mood === 'sly') for (const readable of ['hello\\u{200b}', 'Jake\\u{3164}']) expect(all).toContain(readable);
		for (const [line, output] of said) {
			expect([line, output.trim()]).not.toEqual([line, '']);
			expect([line, output.replaceAll('\n', '')]).toEqual([line, expect.not.stringMatching(UNPRINTABLE)]);
			expect([line, output]).toEqual([line, expect.not.stringMatching(/^\s*✓ Joined acme-sprint, all is well/m)]);
			expect([line, output]).toEqual([line, expect.not.stringContaining('That is a defect of Pylon')]);
		}
	});
});
