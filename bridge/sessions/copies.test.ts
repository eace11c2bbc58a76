/**
 * Sessions of Claude Code and their forks, which keep ids and times of what they copy and name no origin: however the files grow and
 * whichever is read first, they say what one reading of all says.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { claudeCode } from '../agents/claude-code/claude-code.ts';
import { SessionFiles } from './session-files.ts';
import { type Root, search } from './session-search.ts';

const START = Date.UTC(2026, 9, 5, 9);
const FOLDER = '.claude/projects/-gone';

/** What a turn does with a file of its number. */
const turn = fc.constantFrom('edits', 'fails', 'reads', 'talks');
type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never;

let count = 0;
let clock = START;

function recordsOf(turns: readonly Turn[]): object[] {
	return turns.flatMap((does) => {
		count++;
		const at = () => {
			clock += 1000;
			return { uuid: `u${clock}`, timestamp: new Date(clock).toISOString() };
		};
		const common = { cwd: '/gone', version: '2.0.72', gitBranch: 'main' };
		const usage = { input_tokens: count, cache_read_input_tokens: 10 * count, output_tokens: 1 };
		const reply = (block: object, stop_reason: string) => ({ id: `m${count}`, content: [block], stop_reason, usage });
		const prompt = { ...common, ...at(), type: 'user', message: { content: 'CANARY' } };
		if (does === 'talks')
			return [prompt, { ...common, ...at(), type: 'assistant', message: reply({ type: 'text', text: 'CANARY' }, 'end_turn') }];
		const call = { type: 'tool_use', id: `c${count}`, name: does === 'reads' ? 'Read' : 'Edit', input: { file_path: `/gone/${count}.ts` } };
		const answer = { type: 'tool_result', tool_use_id: `c${count}`, content: 'CANARY', is_error: does === 'fails' };
		return [
			prompt,
			{ ...common, ...at(), type: 'assistant', message: reply({ type: 'text', text: 'CANARY' }, 'tool_use') },
			{ ...common, ...at(), type: 'assistant', message: reply(call, 'tool_use') },
			{ ...common, ...at(), type: 'user', message: { content: [answer] } },
		];
	});
}

interface Fork {
	/** Which of the sessions before it is forked, and where. */
	of: number;
	at: number;
	own: Turn[];
}

/** The files of a session and its forks, each a line a record. */
function filesOf(first: Turn[], forks: readonly Fork[], names: readonly string[]): Map<string, Buffer> {
	const sessions = [recordsOf(first)];
	for (const { of, at, own } of forks) {
		clock += 60_000;
		const forked = sessions[of % sessions.length] ?? [];
		sessions.push([...forked.slice(0, 1 + (at % forked.length)), ...recordsOf(own)]);
	}
	const lines = (records: object[], session: string) => records.map((record) => `${JSON.stringify({ sessionId: session, ...record })}\n`);
	return new Map(sessions.map((records, place) => [names[place] as string, Buffer.from(lines(records, names[place] as string).join(''))]));
}

class Machine {
	readonly #scratch = new Scratch();
	readonly #files = new SessionFiles();
	readonly #root: Root;

	constructor() {
		onTestFinished(() => this.remove());
		this.#root = { reader: claudeCode(), root: join(this.#scratch.home, '.claude'), pathHere: (path) => path };
	}

	remove(): void {
		this.#scratch.remove();
	}

	write(name: string, bytes: Buffer): void {
		appendFileSync(this.#scratch.at(`${FOLDER}/${name}.jsonl`), bytes);
	}

	read(isBackwards = false): void {
		const found = search(this.#root, [], 0, { unreadable: () => undefined });
		for (const file of isBackwards ? found.reverse() : found) this.#files.read(file, 0);
		this.#files.settleCopies();
	}

	told(): object {
		const told = this.#files.sessions().flatMap(({ id, own }) => (own ? [[id, own] as const] : []));
		return Object.fromEntries(
			told.map(([id, { edited, read, tokens, errors, turn: now }]) => [
				id,
				{ edited: [...edited.keys()].sort(), read: [...read.keys()].sort(), tokens: { ...tokens }, errors, now },
			]),
		);
	}
}

test('[A4] however a session and its forks grow, they end as one reading of all would have them', () => {
	const fork = fc.record({ of: fc.nat({ max: 3 }), at: fc.nat({ max: 40 }), own: fc.array(turn, { minLength: 1, maxLength: 3 }) });
	const step = fc.record({
		file: fc.nat({ max: 3 }),
		bytes: fc.integer({ min: 1, max: 1500 }),
		isRead: fc.boolean(),
		isBackwards: fc.boolean(),
	});
	const names = fc.shuffledSubarray(['a', 'b', 'c', 'd'], { minLength: 4 });
	fc.assert(
		fc.property(
			fc.array(turn, { minLength: 1, maxLength: 5 }),
			fc.array(fork, { minLength: 1, maxLength: 3 }),
			names,
			fc.array(step, { maxLength: 30 }),
			(first, forks, named, steps) => {
				const files = filesOf(first, forks, named);
				const [whole, backwards, grown] = [new Machine(), new Machine(), new Machine()];
				for (const [name, bytes] of files) for (const machine of [whole, backwards]) machine.write(name, bytes);
				whole.read();
				backwards.read(true);
				const rests = new Map(files);
				for (const { file, bytes, isRead, isBackwards } of steps) {
					const [name, rest] = [...rests][file % Math.max(1, rests.size)] ?? [];
					if (name === undefined || rest === undefined) break;
					grown.write(name, rest.subarray(0, bytes));
					if (bytes < rest.length) rests.set(name, rest.subarray(bytes));
					else rests.delete(name);
					if (isRead) grown.read(isBackwards);
				}
				for (const [name, rest] of rests) grown.write(name, rest);
				grown.read();
				expect(backwards.told()).toEqual(whole.told());
				expect(grown.told()).toEqual(whole.told());
				for (const machine of [whole, backwards, grown]) machine.remove();
			},
		),
		{ numRuns: 150, seed: 20_261_005 },
	);
}, 60_000);
