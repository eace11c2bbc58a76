/** `npm run wrangler -- deploy`: Wrangler, Cloudflare's own command, with which a relay goes to one's own account. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { home } from './run.ts';
import { wrangler } from './tools.ts';

const { program, env } = await wrangler();
const child = spawn(process.execPath, [program, ...process.argv.slice(2)], {
	cwd: home,
	stdio: 'inherit',
	env: { ...process.env, ...env },
});
const [code] = (await once(child, 'exit')) as [number | null];
process.exitCode = code ?? 1;
