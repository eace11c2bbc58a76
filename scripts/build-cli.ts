/** Bundles the command `pylon` into dist/pylon.js, which needs nothing installed but Node 22. */
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { home } from './run.ts';

const outfile = join(home, 'dist', 'pylon.js');
await build({
	absWorkingDir: home,
	entryPoints: ['bridge/pylon.ts'],
	outfile,
	bundle: true,
	platform: 'node',
	format: 'esm',
	target: 'node22',
	// Dependencies written in CommonJS call `require`, which an ES module does not have.
	banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
	legalComments: 'linked',
});
await chmod(outfile, 0o755);
