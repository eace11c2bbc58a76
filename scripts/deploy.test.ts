/** `npm run deploy` against a stub of PartyKit's API on this machine: what is uploaded, and whether it runs. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callRelay } from '../shared/relay.ts';
import { startPartyKit } from '../testing/try-partykit.ts';

const root = resolve(import.meta.dirname, '..');
const SECRETS = { token: 'token-of-the-deployer', createKey: 'create-key-in-a-dot-env' };

let folder: string;
let api: Server;
let upload: { path: string; method: string; authorization: string; form: FormData };
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'deploy-'));
	api = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const { url = '', method = '', headers } = request;
		if (url.includes('/parties/')) {
			const form = await new Response(Buffer.concat(chunks), { headers: { 'content-type': headers['content-type'] ?? '' } }).formData();
			upload = { path: url, method, authorization: headers.authorization ?? '', form };
		}
		response.setHeader('content-type', 'application/json').end(JSON.stringify({ result: { is_initial_deploy: false } }));
	}).listen(0, '127.0.0.1');
	await new Promise((listening) => api.once('listening', listening));
	await deploy();
});
afterAll(async () => {
	api.close();
	await rm(folder, { recursive: true, force: true });
});

/** From a folder with a file .env, as on a machine that runs a relay too. */
async function deploy(env: NodeJS.ProcessEnv = {}): Promise<void> {
	await writeFile(join(folder, '.env'), `PYLON_CREATE_KEY=${SECRETS.createKey}\n`);
	const { port } = api.address() as { port: number };
	await promisify(execFile)(process.execPath, [join(root, 'scripts/deploy.ts')], {
		cwd: folder,
		env: {
			PATH: process.env.PATH,
			HOME: folder,
			CI: '1',
			PARTYKIT_API_BASE: `http://127.0.0.1:${port}`,
			GITHUB_LOGIN: 'acme',
			GITHUB_TOKEN: SECRETS.token,
			...env,
		},
	});
}

const bundle = (): string => String(upload.form.get('code'));

describe('deploying', () => {
	test('uploads one bundle, to the project of whoever deploys', () => {
		expect([upload.method, upload.path]).toEqual(['POST', expect.stringMatching(/^\/parties\/acme\/pylon-rooms(\?|$)/)]);
		expect(upload.authorization).toBe(`Bearer ${SECRETS.token}`);
		// Besides, PartyKit sends an empty shell for each module that the runtime offers.
		const parts = [...upload.form.keys()].filter((key) => !key.startsWith('upload/partykit-exposed-'));
		expect(parts).toEqual(['code', 'compatibilityDate']);
	});

	test('the bundle holds no secret, no test and no path of this machine', () => {
		for (const secret of Object.values(SECRETS)) expect(bundle()).not.toContain(secret);
		for (const word of [
			'vitest',
			'try-relay',
			'node_modules',
			'party/host-partykit.ts',
			'sourceMappingURL',
			root,
			tmpdir(),
			'PYLON_TEST',
		]) {
			expect([word, bundle().includes(word)]).toEqual([word, false]);
		}
	});

	test('it starts in the real runtime, and opens rooms', async () => {
		const main = join(folder, 'uploaded.js');
		// Where it is deployed, PartyKit hands the runtime's modules on under these names.
		await writeFile(main, bundle().replaceAll('partykit-exposed-node-', 'node:'));
		const relay = await startPartyKit({ main, persist: join(folder, 'state'), createKey: 'key' });
		try {
			const { room } = callRelay({ server: relay.url, room: 'acme' });
			expect((await room.create.mutate({ name: 'Jake', device: 'laptop', createKey: 'key' })).operator.operatorId).toBe('jake');
		} finally {
			await relay.stop();
		}
	});

	test('[R11] a create key in the environment goes along, as a variable and not in the bundle', async () => {
		await deploy({ PYLON_CREATE_KEY: 'key-in-the-environment' });
		expect(JSON.parse(String(upload.form.get('vars')))).toEqual({ PYLON_CREATE_KEY: 'key-in-the-environment' });
		expect(bundle()).not.toContain('key-in-the-environment');
	});
});
