/** `pylon doctor`: checks everything that can be wrong, each finding with its fix. */
import { counted } from '../../shared/words.ts';
import { printable } from '../columns.ts';
import { driftReport } from '../doctor/drift-report.ts';
import { examine } from '../doctor/examine.ts';
import type { Examination, Finding } from '../doctor/finding.ts';
import { durationWords, parseDuration } from '../duration.ts';
import type { Shell } from '../shell.ts';
import { EXIT, type ExitCode, hostOf } from '../user-error.ts';

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
	const { say, ink } = shell;
	const serverOf = new Map(examination.rooms.map(({ room, server }) => [room, hostOf(server)]));
	for (const [room, findings] of Map.groupBy(examination.findings, (finding) => finding.room)) {
		say();
		say(ink.bold(room === undefined ? 'This machine' : `${room} on ${serverOf.get(room)}`));
		for (const finding of findings) showFinding(shell, finding);
	}
	if (examination.drift.length > 0) {
		say();
		say(ink.bold('Not understood'));
		say(ink.dim('To paste into an issue: names of record types and counts, no content.'));
		say();
		shell.print(driftReport(examination));
	}
	say();
	say(verdict(examination.findings));
}

function showFinding({ say, ink }: Shell, { state, text, fix }: Finding): void {
	const marks = { ok: ink.green('✓'), note: ink.amber('!'), problem: ink.red('✗') };
	say(`${marks[state]} ${printable(text)}`);
	if (fix !== undefined) say(`    ${ink.dim(printable(fix))}`);
}

function verdict(findings: readonly Finding[]): string {
	const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
	const notes = count('note') === 0 ? '' : `, ${counted(count('note'), 'note')}`;
	return count('problem') === 0 ? `No problem found${notes}.` : `${counted(count('problem'), 'problem')}${notes}.`;
}
