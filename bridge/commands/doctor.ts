/** `pylon doctor`: checks everything that can be wrong, each finding with its fix. */
import { counted } from '../../shared/words.ts';
import { durationWords, parseDuration } from '../base/duration.ts';
import { EXIT, hostOf } from '../base/user-error.ts';
import { driftReport } from '../doctor/drift-report.ts';
import { examine } from '../doctor/examine.ts';
import { type Examination, examination, type Finding } from '../doctor/finding.ts';
import { printable } from '../terminal/columns.ts';
import type { Shell } from '../terminal/shell.ts';
import { defineCommand } from './parts/define-command.ts';

export const command = defineCommand({
	name: 'doctor',
	section: 'Look closer',
	summary: 'check everything, with a fix for each finding',
	details: '`--since all` reads every session.',
	examples: ['pylon doctor', 'pylon doctor --since 30d', 'pylon doctor --json'],
	flags: { since: { text: 'how far back to read sessions, like 2h, or "all"', value: 'time', initial: '7d' } },
	json: examination,
	async run({ shell, script, flags, json }) {
		const { home, env, clock, signal } = shell;
		const back = flags.since === 'all' ? undefined : parseDuration(flags.since, '--since');
		const found = await examine({
			home,
			env,
			script,
			clock,
			signal,
			since: back === undefined ? 'all' : clock() - back,
			period: back === undefined ? 'any age' : `the last ${durationWords(back)}`,
		});
		if (flags.json === true) await json(found);
		else show(shell, found);
		return found.findings.some(({ state }) => state === 'problem') ? EXIT.unhealthy : EXIT.ok;
	},
});

function show(shell: Shell, found: Examination): void {
	const { say, style } = shell;
	const serverOf = new Map(found.rooms.map(({ room, server }) => [room, hostOf(server)]));
	for (const [room, findings] of Map.groupBy(found.findings, (finding) => finding.room)) {
		say();
		say(style.bold(room === undefined ? 'This machine' : `${room} on ${serverOf.get(room)}`));
		for (const finding of findings) showFinding(shell, finding);
	}
	if (found.drift.length > 0) {
		say();
		say(style.bold('Not understood'));
		say(style.dim('To paste into an issue: names of record types and counts, no content.'));
		say();
		shell.print(driftReport(found));
	}
	say();
	say(verdict(found.findings));
}

function showFinding({ say, style }: Shell, { state, text, fix }: Finding): void {
	const marks = { ok: style.green('✓'), note: style.amber('!'), problem: style.red('✗') };
	say(`${marks[state]} ${printable(text)}`);
	if (fix !== undefined) say(`    ${style.dim(printable(fix))}`);
}

function verdict(findings: readonly Finding[]): string {
	const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
	const notes = count('note') === 0 ? '' : `, ${counted(count('note'), 'note')}`;
	return count('problem') === 0 ? `No problem found${notes}.` : `${counted(count('problem'), 'problem')}${notes}.`;
}
