/** What a full disk does to files that hold secrets. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { writePrivateJson } from './private-file.ts';

const scratch = new Scratch();
afterAll(() => scratch.remove());

test.skipIf(process.platform === 'win32')('a file that does not fit on the disk leaves the one before as it was, and says so', () => {
	const file = scratch.at('.pylon/room.json');
	writePrivateJson(file, { before: true });
	const script = `
		const { writePrivateJson } = await import(${JSON.stringify(join(import.meta.dirname, 'private-file.ts'))});
		try {
			writePrivateJson(${JSON.stringify(file)}, { after: 'x'.repeat(100_000) });
		} catch (error) {
			console.log(error.message);
		}`;
	// The system writes as much as fits and says so only to those who look: a limit on a file's size (in kilobytes or half of them) does the same.
	const run = 'ulimit -f 20; exec "$0" --input-type=module -e "$1"';
	const said = execFileSync('sh', ['-c', run, process.execPath, script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
	expect(said).toMatch(/room\.json cannot be written \(EFBIG\)\.\n$/);
	expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ before: true });
	expect(scratch.names('.pylon')).toEqual(['room.json']);
	rmSync(file);
});
