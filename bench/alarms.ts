/**
 * `npm run bench -- alarms`: how true the product's alarms are. A public repository's merged branches (or those of a file that is named:
 * `node bench/alarms.ts FILE`) are replayed through the product's own index. Those figures are the same
 * everywhere. Then what it costs to tell which changes are alive, in a repository with many worktrees.
 */
import { type Figures, figuresOf } from './alarms/figures.ts';
import { gitRoom } from './alarms/git-room.ts';
import { PUBLIC_MERGES, readMerges } from './alarms/merges.ts';
import { replay } from './alarms/replay.ts';
import { BARS, OURS, RULES } from './alarms/rules.ts';

const [file] = process.argv.slice(2);
const merges = readMerges(file ?? PUBLIC_MERGES);
const conflicts = merges.pairs.filter((pair) => pair.conflicts).length;
const width = Math.max(...Object.keys(RULES).map((name) => name.length));
const share = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(2));
const hours = (value: number): string => (Number.isNaN(value) ? '–' : `${value.toFixed(1)} h`);
const row = (name: string, cells: readonly string[]): string => [name.padEnd(width), ...cells.map((cell) => cell.padStart(13))].join(' ');

console.log(`${merges.branches.length} branches, ${merges.pairs.length} files in two people's at once, of which ${conflicts} conflict\n`);
console.log(row('', ['alarms', 'precision', 'recall', 'head start', '1st quartile', 'person, week', 'of branches']));
for (const [name, rule] of Object.entries(RULES)) {
	const figures = figuresOf(merges, replay(merges, rule));
	const { alarms, precision, recall, headStart, perPersonWeek, branches } = figures;
	const ahead = [hours(headStart.median), hours(headStart.firstQuartile)];
	const cells = [String(alarms), share(precision), share(recall), ...ahead, perPersonWeek.toFixed(3), `${(branches * 100).toFixed(1)} %`];
	console.log(row(name, cells));
	if (name === OURS && file === undefined) hold(figures);
}

if (file === undefined) {
	console.log('');
	for (const { what, measured, most } of await gitRoom()) {
		const isMet = measured <= most;
		console.log(`  ${isMet ? 'ok  ' : 'MISS'} ${what.padEnd(78)} ${measured.toFixed(most < 10 ? 2 : 0).padStart(6)}  ≤ ${most}`);
		if (!isMet) process.exitCode = 1;
	}
}

function hold(figures: Figures): void {
	for (const [bar, isMet] of Object.entries(BARS)) {
		console.log(`  ${isMet(figures) ? 'ok  ' : 'MISS'} ${bar}`);
		if (!isMet(figures)) process.exitCode = 1;
	}
}
