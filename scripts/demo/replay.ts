/**
 * Plays a sample session into a home folder as its agent would have written it: line by line, with today's times, for a
 * clone that exists. Run as a process it stands for the agent itself, whose pid Claude Code's registry names.
 *
 *     node scripts/demo/replay.ts SAMPLE HOME CWD
 *
 * A sample is JSON lines of `step`. Its texts hold {{cwd}}, {{project}}, {{session}}, {{round}}, {{now}}, {{nowMs}}, {{day}},
 * {{stamp}}, {{pid}} and {{procStart}}.
 */
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const step = z.union([
	/** `after`: ms since the step before. */
	z.strictObject({ after: z.int().min(0), file: z.string(), append: z.unknown() }),
	z.strictObject({ after: z.int().min(0), file: z.string(), write: z.unknown() }),
	/** A line of a file of the clone becomes another, as the agent's tool would write it: the session only tells of it. */
	z.strictObject({ after: z.int().min(0), edit: z.string(), line: z.int().min(1), text: z.string() }),
	/** What follows is repeated for as long as the session is played. */
	z.strictObject({ after: z.literal(0), again: z.literal(true) }),
]);
type Step = z.infer<typeof step>;

export interface ReplayOptions {
	/** A file of `scripts/demo/sessions`, without its ending. */
	sample: string;
	home: string;
	cwd: string;
	/** The process that Claude Code's registry names. */
	pid?: number;
}

export class Replay {
	readonly #options: ReplayOptions;
	readonly #steps: Step[];
	readonly session: string = randomUUID();
	readonly #started = new Date();
	#round = 1;
	#next = 0;

	constructor(options: ReplayOptions) {
		this.#options = options;
		this.#steps = readSample(options.sample);
	}

	/** Plays `count` steps at once, to the end of the first round at the most. */
	skip(count = Number.POSITIVE_INFINITY): void {
		for (let played = 0; played < count; played++) {
			const next = this.#steps[this.#next];
			if (next === undefined || 'again' in next) return;
			this.#play(next);
			this.#next += 1;
		}
	}

	/** Plays on at the session's own pace until aborted. */
	async play(signal: AbortSignal): Promise<void> {
		const again = this.#steps.findIndex((each) => 'again' in each);
		while (!signal.aborted) {
			const next = this.#steps[this.#next];
			if (next === undefined && again === -1) return;
			this.#next = next === undefined ? again : this.#next + 1;
			if (next === undefined) this.#round += 1;
			else await this.#playAfterPause(next, signal);
		}
	}

	/** Appends records of the caller's own to the session's file, with the same placeholders. */
	append(...records: unknown[]): void {
		const file = this.#steps.find((each) => 'append' in each)?.file ?? '';
		for (const record of records) this.#play({ after: 0, file, append: record });
	}

	async #playAfterPause(next: Step, signal: AbortSignal): Promise<void> {
		await sleep(next.after, undefined, { signal, ref: true }).catch((error: unknown) => {
			if (!signal.aborted) throw error;
		});
		if (!signal.aborted) this.#play(next);
	}

	#play(played: Step): void {
		if ('again' in played) return;
		if ('edit' in played) return this.#edit(played);
		const path = join(this.#options.home, this.#fill(played.file));
		mkdirSync(dirname(path), { recursive: true });
		if ('append' in played) {
			appendFileSync(path, `${this.#fill(JSON.stringify(played.append))}\n`);
			return;
		}
		writeFileSync(`${path}.new`, this.#fill(JSON.stringify(played.write)));
		renameSync(`${path}.new`, path);
	}

	#edit({ edit, line, text }: Extract<Step, { edit: string }>): void {
		const path = join(this.#options.cwd, edit);
		// The clone of somebody who only tries the sample may not be there.
		if (!existsSync(this.#options.cwd)) return;
		mkdirSync(dirname(path), { recursive: true });
		const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
		lines[line - 1] = this.#fill(text);
		writeFileSync(path, lines.join('\n'));
	}

	#fill(text: string): string {
		const { cwd, pid = process.pid } = this.#options;
		const now = new Date();
		const values: Record<string, string> = {
			cwd,
			project: cwd.replace(/[^A-Za-z0-9]/g, '-'),
			session: this.session,
			round: String(this.#round),
			now: now.toISOString(),
			day: this.#started.toISOString().slice(0, 10).replaceAll('-', '/'),
			stamp: this.#started.toISOString().slice(0, 19).replaceAll(':', '-'),
			pid: String(pid),
		};
		return text
			.replaceAll('"{{pid}}"', String(pid))
			.replaceAll('"{{nowMs}}"', String(now.getTime()))
			.replaceAll('{{procStart}}', () => startOf(pid))
			.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
	}
}

function readSample(name: string): Step[] {
	const text = readFileSync(new URL(`./sessions/${name}.jsonl`, import.meta.url), 'utf8');
	return text
		.trim()
		.split('\n')
		.map((line) => step.parse(JSON.parse(line)));
}

/** When a process started, in clock ticks since boot: field 22 of `/proc/<pid>/stat`. Elsewhere than on Linux, nothing. */
function startOf(pid: number): string {
	if (process.platform !== 'linux') return '';
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

if (import.meta.main) {
	const [sample = '', home = '', cwd = ''] = process.argv.slice(2);
	const ending = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());
	process.once('disconnect', () => ending.abort());
	const replay = new Replay({ sample, home, cwd });
	await replay.play(ending.signal);
	// A session without a repeated part has ended its story, but its agent lives on: it waits for its human.
	while (!ending.signal.aborted) await sleep(60_000, undefined, { signal: ending.signal }).catch(() => ending.abort());
}
