/** Stands for the desktop of Linux, which is outside the machine's programs: a `notify-send` that keeps what it is given. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ifReadable } from '../bridge/base/missing-file.ts';

export interface FakeDesktop {
	/** A PATH with it in front. */
	path: string;
	/** The arguments of each call. */
	shown(): string[][];
}

export function fakeDesktop(folder: string): FakeDesktop {
	const [bin, kept] = [join(folder, 'fake-bin'), join(folder, 'shown.jsonl')];
	mkdirSync(bin, { recursive: true });
	const script = `require('node:fs').appendFileSync(${JSON.stringify(kept)}, JSON.stringify(process.argv.slice(2)) + '\\n');`;
	writeFileSync(join(bin, 'notify-send'), `#!${process.execPath}\n${script}\n`, { mode: 0o755 });
	const lines = () => (ifReadable(() => readFileSync(kept, 'utf8')) ?? '').split('\n').filter(Boolean);
	return { path: `${bin}${delimiter}${process.env.PATH}`, shown: () => lines().map((line) => JSON.parse(line)) };
}
