import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { logFile } from './daemon.ts';
import { openLog } from './log.ts';

const home = mkdtempSync(join(tmpdir(), 'pylon-log-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('lines have their time, and the file is the user’s alone', () => {
	mkdirSync(join(home, '.pylon'), { mode: 0o700 });
	openLog(home, () => 0)('Connected.');
	expect(readFileSync(logFile(home), 'utf8')).toBe('1970-01-01T00:00:00.000Z Connected.\n');
	expect(statSync(logFile(home)).mode & 0o777).toBe(0o600);
});

test('a log of a megabyte gives way to a new one, and the one before is kept', () => {
	writeFileSync(logFile(home), 'x'.repeat(1024 * 1024 + 1));
	openLog(home, () => 0)('Next.');
	expect(statSync(`${logFile(home)}.1`).size).toBe(1024 * 1024 + 1);
	expect(readFileSync(logFile(home), 'utf8')).toBe('1970-01-01T00:00:00.000Z Next.\n');
});

test.runIf(process.platform === 'linux')('a full disk costs lines and not the bridge, and the next line that fits says how many', () => {
	rmSync(logFile(home));
	symlinkSync('/dev/full', logFile(home));
	const log = openLog(home, () => 0);
	log('Lost.');
	log('Lost too.');
	rmSync(logFile(home));
	log('Found.');
	expect(readFileSync(logFile(home), 'utf8')).toBe(
		'1970-01-01T00:00:00.000Z 2 lines before this one could not be written (ENOSPC).\n1970-01-01T00:00:00.000Z Found.\n',
	);
});
