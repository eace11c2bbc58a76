/**
 * `npm run bench -- extension`: what the built extension costs in a real Chromium, on GitHub's pages and on its own. Times are
 * the thread's own where no other thing is said: a busy machine only ever adds. `npm run build` first.
 */
import { availableParallelism, loadavg } from 'node:os';
import type { Measured } from './extension/measured.ts';
import { measureOverlays } from './extension/overlays.ts';
import { measureSurfaces } from './extension/surfaces.ts';

const rows = [...(await measureOverlays()), ...(await measureSurfaces())];
const wide = Math.max(...rows.map(({ what }) => what.length));
for (const row of rows) {
	const { what, is, limit, unit } = row;
	const wanted = limit === undefined ? '' : `≤ ${limit} ${unit}`;
	process.stdout.write(`${verdict(row)} ${what.padEnd(wide)}  ${is.toFixed(2).padStart(8)} ${unit.padEnd(2)}  ${wanted}\n`);
	if (verdict(row) === 'MISS') process.exitCode = 1;
}
process.stdout.write(`\nLoad of this machine: ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores.\n`);

function verdict({ is, limit }: Measured): 'ok  ' | 'MISS' | '    ' {
	if (limit === undefined) return '    ';
	return is <= limit ? 'ok  ' : 'MISS';
}
