/** A repository that was made to catch whoever looks at it catches nobody: through every command, and through whoever follows agents. */
import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toBase64Url } from '../shared/bytes.ts';
import { saveRoom } from './config.ts';
import { PLACES, stir, Vectors } from './git/try-places.ts';
import { readLocalAgents } from './local-agents.ts';
import { Scratch } from './scratch.ts';

const PYLON = join(import.meta.dirname, 'pylon.ts');

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
	const env = { PATH: process.env.PATH, HOME: scratch.home };
	return spawnSync(process.execPath, [PYLON, ...line.split(' ')], { env, cwd, timeout: 30_000, encoding: 'utf8' }).stdout;
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

describe.skipIf(process.platform === 'win32')('[G2] a repository that names programs to run', { timeout: 120_000 }, () => {
	test.each(Object.entries(PLACES))('in %s runs none of them where an agent works in it', async (_, place) => {
		const folders = place(scratch, vectors.plant(), 'victim');
		for (const folder of folders) stir(folder, scratch);
		work(folders);
		vectors.forget();
		const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: Date.now() });
		expect(vectors.taken()).toEqual([]);
		expect(agents).toHaveLength(folders.length);
	});

	test.each([
		['shared', '~/work'],
		['not shared', '~/elsewhere'],
	])('runs none through any command, where it is %s', (_, sharedPath) => {
		const folders = Object.values(PLACES).flatMap((place, index) => place(scratch, vectors.plant(), `work/v${index}`));
		for (const folder of folders) stir(folder, scratch);
		work(folders);
		scratch.repository('elsewhere');
		enterRoom(sharedPath);
		vectors.forget();
		for (const line of ['peek', 'status', 'doctor', 'share list']) {
			expect(pylon(line, folders[0] ?? '')).not.toBe('');
			expect([line, ...vectors.taken()]).toEqual([line]);
		}
	});
});
