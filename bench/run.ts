/**
 * `npm run bench -- [PART…]`: what is measured, as ratios against something measured in the same run, since machines are noisy.
 * Each part is a file beside this one that prints its table when it is run.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

const folder = import.meta.dirname;
const parts = readdirSync(folder)
	.filter((file) => file.endsWith('.ts') && file !== basename(import.meta.filename))
	.map((file) => basename(file, '.ts'))
	.sort();

const asked = process.argv.slice(2);
const unknown = asked.filter((part) => !parts.includes(part));
if (unknown.length > 0) {
	process.stderr.write(`There is no benchmark ${unknown.join(', ')}. There are: ${parts.join(', ')}.\n`);
	process.exitCode = 2;
} else {
	for (const part of asked.length > 0 ? asked : parts) {
		process.stdout.write(`\n${part}\n\n`);
		const { status } = spawnSync(process.execPath, [join(folder, `${part}.ts`)], { stdio: 'inherit' });
		if (status !== 0) process.exitCode = 1;
	}
}
