/** Which repositories a room hears of: the one that its person stands in, ticked, and those that agents worked in lately. */

import { ago, counted, middleCut } from '../../../shared/words.ts';
import { tilde } from '../../base/home.ts';
import { readLocalAgents } from '../../local-agents/local-agents.ts';
import { topAbove } from '../../report/scope.ts';
import { type RecentRepository, recentRepositories } from '../../rooms/shared-paths.ts';
import { columns, cutToFit, padEnd, printable } from '../../terminal/columns.ts';
import { askMany } from '../../terminal/prompts.ts';
import type { Shell } from '../../terminal/shell.ts';

const LOOKS_BACK_MS = 30 * 24 * 60 * 60 * 1_000;
/** What stands before each choice, and a column that keeps it from the edge. */
const BESIDE_A_CHOICE = 5;
const PATH_MIN = 12;

interface Found {
	path: string;
	/** What is known of it: sessions, or that one stands in it. */
	words: string;
	isHere: boolean;
}

export async function askWhatToShare(shell: Shell, room: string): Promise<string[]> {
	const now = shell.clock();
	const { agents } = await readLocalAgents({ home: shell.home, env: shell.env, since: now - LOOKS_BACK_MS, now });
	const found = foundOf(recentRepositories(agents, shell.home), topAbove(shell.cwd, shell.home), shell.home, now);
	if (found.length === 0) {
		shell.say('No agent has worked in a repository here in the last 30 days.');
		return [];
	}
	const names = namesOf(found, shell.width() - BESIDE_A_CHOICE);
	const choices = found.map(({ path, isHere }, index) => ({ value: path, short: path, name: names[index] ?? path, checked: isHere }));
	try {
		return await askMany(shell, 'Share which repositories?', choices);
	} catch (error) {
		shell.say(`You are in ${room}, and nothing is shared. Share a repository at any time: pylon share add PATH`);
		throw error;
	}
}

function foundOf(recent: readonly RecentRepository[], top: string | undefined, home: string, now: number): Found[] {
	const here = top === undefined ? undefined : tilde(top, home);
	const found = recent.map(
		({ path, sessions, lastActive }): Found => ({
			path,
			words: `${counted(sessions, 'session')}, ${ago(now - lastActive)}`,
			isHere: path === here,
		}),
	);
	const others = found.filter(({ isHere }) => !isHere);
	if (here === undefined) return others;
	return [found.find(({ isHere }) => isHere) ?? { path: here, words: 'you are in it', isHere: true }, ...others];
}

/** One line each, with the paths in a column; a long one is cut in the middle. */
function namesOf(found: readonly Found[], space: number): string[] {
	const most = Math.max(PATH_MIN, space - 2 - Math.max(...found.map(({ words }) => columns(words))));
	const paths = found.map(({ path }) => cutToFit(middleCut(printable(path), most), most));
	const width = Math.max(...paths.map(columns));
	return paths.map((path, index) => `${padEnd(path, width)}  ${found[index]?.words}`);
}
