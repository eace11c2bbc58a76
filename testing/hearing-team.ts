/** For tests: Jake and Andrew with real bridges in one room, each with a clone; Andrew's Codex has changed a file of many lines. */
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { Replay } from '../scripts/demo/replay.ts';
import { makeOrigin } from '../scripts/demo/repository.ts';
import { openRoom, scratchFolder } from '../scripts/demo/team.ts';
import { home as project } from '../scripts/run.ts';
import { Member } from './member.ts';
import { CREATE_KEY, type TriedRelay, tryRelay } from './try-relay.ts';

/** The sample sessions change its fourth line and its 32nd. */
export const FILE = 'src/server.ts';
const LINES = Array.from({ length: 40 }, (_, line) => `const line${line} = ${line};`);
/** However busy the machine is, the hook waits. */
const PATIENTLY = '20000';

export interface HearingTeam {
	relay: TriedRelay;
	jake: Member;
	andrew: Member;
	clones: { jake: string; andrew: string };
	/** Has done nothing yet. */
	jakesAgent: Replay;
	andrewsAgent: Replay;
	stop(): Promise<void>;
}

/** `more`: what else the repository holds. */
export async function startHearingTeam(more: (origin: string) => void = () => undefined): Promise<HearingTeam> {
	const { dir, remove } = await scratchFolder();
	const relay = await tryRelay();
	const origin = makeOrigin(dir);
	writeFileSync(join(origin, FILE), `${LINES.join('\n')}\n`);
	more(origin);
	git(origin, 'add', '--all');
	git(origin, 'commit', '--quiet', '--message=Lines');
	const [jake, andrew] = [Member.inScratch(dir, 'jake'), Member.inScratch(dir, 'andrew')];
	const clones = { jake: jake.clone(origin, 'work/api', 'feature/limit'), andrew: andrew.clone(origin, 'work/api', 'fix/expiry') };
	await openRoom(jake, andrew, relay.url, CREATE_KEY);
	for (const member of [jake, andrew]) member.startBridge();
	const jakesAgent = new Replay({ sample: 'jake-claude-code', home: jake.home, cwd: clones.jake });
	const andrewsAgent = new Replay({ sample: 'andrew-codex', home: andrew.home, cwd: clones.andrew });
	andrewsAgent.skip();
	const stop = async () => {
		await Promise.all([jake.stop(), andrew.stop()]);
		await relay.stop();
		await remove();
	};
	return { relay, jake, andrew, clones, jakesAgent, andrewsAgent, stop };
}

function git(cwd: string, ...args: string[]): void {
	const author = ['-c', 'user.name=Pylon', '-c', 'user.email=pylon@localhost', '-c', 'commit.gpgsign=false'];
	execFileSync('git', [...author, ...args], { cwd, stdio: 'pipe' });
}

/** Changes one of the file's lines, counted from 0. */
export function changeLine(clone: string, line: number): void {
	const lines = readFileSync(join(clone, FILE), 'utf8').split('\n');
	lines[line] = 'CANARY';
	writeFileSync(join(clone, FILE), lines.join('\n'));
}

export interface Said {
	code: number | null;
	stdout: string;
	stderr: string;
}

/** What the built hook answers a client. */
export function callHook(member: Member, kind: string, moment: string, input: string): Promise<Said> {
	return new Promise((resolve) => {
		const args = [join(project, 'dist/pylon-hook.cjs'), kind, moment, PATIENTLY];
		const child = execFile(process.execPath, args, { env: member.env, cwd: member.home }, (_, stdout, stderr) =>
			resolve({ code: child.exitCode, stdout, stderr }),
		);
		child.stdin?.on('error', () => undefined);
		child.stdin?.end(input);
	});
}

/** A client of that name, connected to the member's own `pylon mcp`, as it is shipped. */
export async function connectMcp(member: Member, cwd: string, name: string): Promise<Client> {
	const client = new Client({ name, version: '1.0.0' });
	const env = Object.fromEntries(Object.entries(member.env).filter((each): each is [string, string] => each[1] !== undefined));
	await client.connect(new StdioClientTransport({ command: process.execPath, args: [join(project, 'dist/pylon.js'), 'mcp'], cwd, env }));
	return client;
}
