/**
 * `npm run bench -- [PART…]`: what is measured, as ratios against something measured in the same run, since machines are noisy.
 * Each part is a file beside this one that prints its table when it is run.
 */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run, stopSignal } from '../scripts/run.ts';

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
	const signal = stopSignal();
	for (const part of asked.length > 0 ? asked : parts) {
		process.stdout.write(`\n${part}\n\n`);
		const { code } = await run(process.execPath, [join(folder, `${part}.ts`)], { signal, output: 'show' });
		if (signal.aborted) break;
		if (code !== 0) process.exitCode = 1;
	}
	if (signal.aborted) process.exitCode = 130;
}
