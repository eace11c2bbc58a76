/** A repository that was made to catch whoever looks at it catches nobody: through every command, and through whoever follows agents. */
import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LocalChange } from '../../bridge/local-agents/following.ts';
import type { LocalAgent } from '../../bridge/local-agents/local-agent.ts';
import { followLocalAgents } from '../../bridge/local-agents/local-agents.ts';
import { saveRoom } from '../../bridge/rooms/config.ts';
import { toBase64Url } from '../../shared/bytes.ts';
import { COMPILED } from '../../testing/compiled.ts';
import { PLACES, stir, Vectors } from '../../testing/hostile-repository.ts';
import { Scratch } from '../../testing/scratch.ts';

const PYLON = join(import.meta.dirname, '../../bridge/pylon.ts');

let scratch: Scratch;
let vectors: Vectors;
beforeEach(() => {
	scratch = new Scratch();
	vectors = new Vectors(scratch);
});
afterEach(() => scratch.remove());

/** A session in each folder whose command has just run. */
function work(folders: readonly string[]): void {
	for (const folder of folders) {
		const session = scratch.claude(`in-${basename(folder)}`, folder);
		session.answer(session.call('Bash', { command: 'make' }, Date.now() - 30_000), 'ok', Date.now() - 1_000);
		session.edit(join(folder, 'src/a.ts'));
		session.edit(join(folder, 'a.clean'));
	}
}

/** What it prints. */
function pylon(line: string, cwd: string): string {
	const env = { ...COMPILED, PATH: process.env.PATH, HOME: scratch.home };
	return spawnSync(process.execPath, [PYLON, ...line.split(' ')], { env, cwd, timeout: 120_000, encoding: 'utf8' }).stdout;
}

function enterRoom(...sharedPaths: string[]): void {
	saveRoom(scratch.home, {
		room: 'acme',
		server: 'http://127.0.0.1:9',
		operatorId: 'jake',
		operatorName: 'Jake',
		color: '#3B82F6',
		role: 'admin',
		sharedPaths,
		credential: 'c'.repeat(43),
		roomKey: toBase64Url(new Uint8Array(32)),
		device: '0123456789abcdef',
	});
}

describe.skipIf(process.platform === 'win32')('[G2] a repository that names programs to run', () => {
	/** One of each, with a session in it whose command has just run. */
	function victims(): string[] {
		const folders = Object.values(PLACES).flatMap((place, index) => place(scratch, vectors.plant(), `work/v${index}`));
		for (const folder of folders) stir(folder);
		work(folders);
		vectors.forget();
		return folders;
	}

	test('runs none of them where somebody follows the agents in it', async () => {
		const folders = victims();
		const stop = new AbortController();
		const told: LocalAgent[] = [];
		const onChange = ({ changed }: LocalChange) => told.push(...changed);
		await followLocalAgents({ home: scratch.home, env: {}, windowMs: 60_000, signal: stop.signal, onChange });
		await expect.poll(() => told.some(({ touches }) => touches.some(({ path }) => path === 'new.clean'))).toBe(true);
		stop.abort();
		expect(new Set(told.map(({ agentId }) => agentId)).size).toBe(folders.length);
		expect(vectors.taken()).toEqual([]);
	});

	test.each([
		['shared', '~/work'],
		['not shared', '~/elsewhere'],
	])('runs none through any command, where it is %s', (_, sharedPath) => {
		const folders = victims();
		scratch.repository('elsewhere');
		enterRoom(sharedPath);
		for (const line of ['peek', 'status', 'doctor', 'share list']) {
			expect(pylon(line, folders[0] ?? '')).not.toBe('');
			expect([line, ...vectors.taken()]).toEqual([line]);
		}
	});
});
