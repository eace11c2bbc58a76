/**
 * `npm run deploy [-- --domain pylon.acme.dev]`: `partykit deploy` with the right settings. What it uploads is the party and
 * nothing else: no names of files, and no .env, which PartyKit would put into the bundle. A create key in PYLON_CREATE_KEY goes
 * along, for one's own Cloudflare account, where `partykit env` does not reach.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { furnish, PARTYKIT, PARTYKIT_PARTY } from './partykit.ts';

const { PYLON_CREATE_KEY: key } = process.env;
const folder = await mkdtemp(join(tmpdir(), 'pylon-deploy-'));
try {
	const config = await furnish(folder, { main: PARTYKIT_PARTY, vars: key === undefined ? {} : { PYLON_CREATE_KEY: key }, minify: true });
	const args = [
		PARTYKIT,
		'deploy',
		'--config',
		config,
		'--minify',
		...(key === undefined ? [] : ['--with-vars']),
		...process.argv.slice(2),
	];
	const child = spawn(process.execPath, args, { cwd: folder, stdio: 'inherit', env: { ...process.env, PWD: folder } });
	const [code] = (await once(child, 'exit')) as [number | null];
	process.exitCode = code ?? 1;
	if (code === 0 && key === undefined)
		process.stderr.write('\nWithout the variable PYLON_CREATE_KEY everybody can open rooms on it: npx partykit env add PYLON_CREATE_KEY\n');
} finally {
	await rm(folder, { recursive: true, force: true });
}
