/** `pylon doctor`: checks everything that can be wrong, each finding with its fix. */
import { counted } from '../../shared/words.ts';
import { durationWords, parseDuration } from '../base/duration.ts';
import { EXIT, type ExitCode, hostOf } from '../base/user-error.ts';
import { driftReport } from '../doctor/drift-report.ts';
import { examine } from '../doctor/examine.ts';
import type { Examination, Finding } from '../doctor/finding.ts';
import { printable } from '../terminal/columns.ts';
import type { Shell } from '../terminal/shell.ts';

export interface DoctorOptions {
	since: string;
	json?: boolean;
}

export async function doctor(shell: Shell, script: string, { since, json }: DoctorOptions): Promise<ExitCode> {
	const { home, env, clock, signal } = shell;
	const back = since === 'all' ? undefined : parseDuration(since, '--since');
	const examination = await examine({
		home,
		env,
		script,
		clock,
		signal,
		since: back === undefined ? 'all' : clock() - back,
		period: back === undefined ? 'any age' : `the last ${durationWords(back)}`,
	});
	if (json === true) shell.json(examination);
	else show(shell, examination);
	return examination.findings.some(({ state }) => state === 'problem') ? EXIT.unhealthy : EXIT.ok;
}

function show(shell: Shell, examination: Examination): void {
	const { say, style } = shell;
	const serverOf = new Map(examination.rooms.map(({ room, server }) => [room, hostOf(server)]));
	for (const [room, findings] of Map.groupBy(examination.findings, (finding) => finding.room)) {
		say();
		say(style.bold(room === undefined ? 'This machine' : `${room} on ${serverOf.get(room)}`));
		for (const finding of findings) showFinding(shell, finding);
	}
	if (examination.drift.length > 0) {
		say();
		say(style.bold('Not understood'));
		say(style.dim('To paste into an issue: names of record types and counts, no content.'));
		say();
		shell.print(driftReport(examination));
	}
	say();
	say(verdict(examination.findings));
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
