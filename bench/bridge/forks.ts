/** A home folder whose sessions repeat each other: each second one is a fork, whose file begins with all that the other one's has. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomness, smallClaudeLines } from './corpus.ts';

const PAIRS = 400;
const LINES = 100;
/** A session is forked when its file has been there for a while: so long that its age tells it from a copy. */
const UNTIL_FORKED_MS = 12_000;

export async function makeForks(folder: string): Promise<string> {
	const home = join(folder, 'forks');
	if (existsSync(home)) return home;
	const making = join(folder, 'forks-making');
	const project = join(making, '.claude/projects/-home-jake-work');
	mkdirSync(project, { recursive: true });
	const base = Date.now();
	const pairs = Array.from({ length: PAIRS }, (_, pair) => sessionAndFork(pair, base));
	for (const { session, shared } of pairs) writeFileSync(join(project, `${session}.jsonl`), textOf(shared));
	await sleep(UNTIL_FORKED_MS);
	for (const { session, fork, shared, own } of pairs) {
		writeFileSync(join(project, `${fork}.jsonl`), textOf([...shared, ...own]).replaceAll(session, fork));
	}
	renameSync(making, home);
	return home;
}

/** By name, and so in the order of the search, as many forks come before the other session as after it. */
function sessionAndFork(pair: number, base: number) {
	const ids = [idOf(pair * 2), idOf(pair * 2 + 1)] as const;
	const [session, fork] = pair % 2 === 0 ? ids : [ids[1], ids[0]];
	const lines = smallClaudeLines(session, pair, randomness(pair), base);
	const some = () => Array.from({ length: LINES }, () => lines.next().value);
	return { session, fork, shared: some(), own: some() };
}

const textOf = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
