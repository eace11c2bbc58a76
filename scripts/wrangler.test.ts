/** `wrangler deploy` to one's own Cloudflare account, as far as it goes without a network: what it would upload, and whether it runs. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callRelay } from '../shared/relay.ts';
import settings from '../wrangler.json' with { type: 'json' };
import { startRelay } from './relay.ts';
import { home } from './run.ts';
import { wrangler } from './tools.ts';

let folder: string;
let said: string;
let main: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'wrangler-'));
	const { program, env: parts } = await wrangler();
	const args = [program, 'deploy', '--dry-run', '--outdir', join(folder, 'out')];
	const env = { ...parts, PATH: process.env.PATH, HOME: folder, CI: '1', WRANGLER_SEND_METRICS: 'false', NO_COLOR: '1' };
	said = (await promisify(execFile)(process.execPath, args, { cwd: home, env })).stdout;
	main = join(folder, 'out/host-partyserver.js');
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('wrangler deploy', () => {
	test('binds the rooms and their directory, each kept in SQLite from the first', () => {
		const classes = settings.durable_objects.bindings.map(({ class_name }) => class_name);
		for (const name of classes) expect(said).toContain(`env.${name} (${name})`);
		expect(settings.migrations.flatMap(({ new_sqlite_classes }) => new_sqlite_classes)).toEqual(classes);
	});

	test('its bundle holds no test and no path of this machine', async () => {
		const bundle = await readFile(main, 'utf8');
		for (const word of ['vitest', 'try-relay', home, tmpdir()]) expect([word, bundle.includes(word)]).toEqual([word, false]);
	});

	test('its bundle starts in the real runtime, and opens rooms', async () => {
		const relay = await startRelay({ main, persist: join(folder, 'state'), createKey: 'key' });
		try {
			const { room } = callRelay({ server: relay.url, room: 'acme' });
			expect((await room.create.mutate({ name: 'Jake', device: 'laptop', createKey: 'key' })).operator.operatorId).toBe('jake');
		} finally {
			await relay.stop();
		}
	});
});
