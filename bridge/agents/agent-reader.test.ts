/** Whatever lies in a session file: no reader throws, and none hands on what its contract has no field for. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { AGENT_KINDS, type AgentKind } from '../../shared/report/facts.ts';
import { stepState } from '../../shared/report/report.ts';
import { makeDatabases } from '../../testing/sample-database.ts';
import { Scratch } from '../../testing/scratch.ts';
import { sentReports } from '../../testing/sent-reports.ts';
import { readLocalAgents } from '../local-agents/local-agents.ts';
import { newReaders } from './index.ts';

const PATH_MAX = 4096;
const scratch = new Scratch();
afterAll(() => scratch.remove());

const count = z.number();
const text = (max: number) => z.string().max(max).optional();
const touched = z.strictObject({ path: z.string().max(PATH_MAX * 2), mode: z.enum(['edit', 'read']) });
const verb = z.enum(['edit', 'read', 'search', 'run', 'browse', 'delegate', 'plan', 'ask']);
const action = z.strictObject({
	verb,
	path: z
		.string()
		.max(PATH_MAX * 2)
		.optional(),
});
const steps = z.array(z.strictObject({ id: z.string().max(80), subject: text(1000), state: stepState.nullable().optional() }));
const plan = z.array(z.strictObject({ subject: z.string().max(1000), state: stepState }));
const tokens = { input: count, cached: count, output: count };

/** `Sighting`, closed: a field that it does not name fails. */
const sighting = z.strictObject({
	at: count.optional(),
	version: text(40),
	session: text(200),
	parent: text(200),
	cwd: text(PATH_MAX),
	branch: text(300),
	madeWorktree: z.strictObject({ top: z.string().max(PATH_MAX), from: z.string().max(PATH_MAX) }).optional(),
	title: text(400),
	plan: plan.optional(),
	steps: steps.optional(),
	calls: z
		.array(
			z.strictObject({
				id: z.string().max(400),
				action,
				touches: z.array(touched),
				plan: plan.optional(),
				steps: steps.optional(),
			}),
		)
		.optional(),
	answers: z
		.array(
			z.strictObject({
				call: z.string().max(400),
				outcome: z.enum(['done', 'failed', 'denied', 'worded']),
				except: z.array(z.string().max(PATH_MAX)).optional(),
				touches: z.array(touched).optional(),
				since: count.optional(),
			}),
		)
		.optional(),
	action: action.optional(),
	errors: count.optional(),
	tokens: z
		.union([
			z.strictObject({ once: z.string().max(200), ...tokens }),
			z.strictObject({ session: z.literal(true), last: z.strictObject(tokens).optional(), ...tokens }),
			z.strictObject({ total: z.literal(true), last: z.strictObject(tokens).optional(), ...tokens }),
			z.strictObject({ restart: z.literal(true) }),
		])
		.optional(),
	identity: text(200),
	ordinal: count.optional(),
	ownFromOrdinal: count.optional(),
	origin: text(80),
	isBare: z.literal(true).optional(),
	born: count.optional(),
	thread: text(80),
	turnAt: count.optional(),
	mark: text(400),
	copied: z.boolean().optional(),
	turn: z.enum(['began', 'working', 'settled', 'asking', 'held', 'open', 'unsure', 'ended', 'over', 'failed']).optional(),
	asks: z.array(z.string()).optional(),
	answered: z.union([z.array(z.string()), z.literal('all')]).optional(),
	mayAsk: z.boolean().optional(),
	unknown: text(130),
});

const CANARY = 'words that no field of a sighting is for';

/** Every record of our samples of an agent, parsed. */
function samplesOf(kind: AgentKind): unknown[] {
	const folder = join(import.meta.dirname, 'samples', kind);
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
	const readable = files.filter((path) => /(?<!expected)\.jsonl?$/.test(path) && statSync(path).isFile());
	return readable.flatMap((path) => {
		const content = readFileSync(path, 'utf8');
		const texts = path.endsWith('l') ? content.split('\n').filter(Boolean) : [content];
		return texts.flatMap((one) => parsed(one));
	});
}

function parsed(content: string): unknown[] {
	try {
		return [JSON.parse(content)];
	} catch (error) {
		// Samples have torn and broken lines too.
		if (error instanceof SyntaxError) return [];
		throw error;
	}
}

/** The record with one value, chosen by `place`, exchanged. */
function exchanged(record: unknown, place: number, value: unknown): unknown {
	let left = place;
	const walk = (node: unknown): unknown => {
		left--;
		if (left === -1) return value;
		if (Array.isArray(node)) return node.map(walk);
		if (typeof node !== 'object' || node === null) return node;
		return Object.fromEntries(Object.entries(node).map(([key, below]) => [key, walk(below)]));
	};
	return walk(record);
}

const json = fc.jsonValue({ maxDepth: 4 });
const odd = fc.oneof(
	json,
	fc.constant(CANARY.repeat(500)),
	fc.constantFrom(null, '', -1, 1e300, {}, [], [[]], '__proto__', 'constructor', '\u0000', '../..'),
);

function arbitraryRecord(samples: unknown[]): fc.Arbitrary<unknown> {
	if (samples.length === 0) return json;
	const near = fc
		.tuple(fc.constantFrom(...samples), fc.nat({ max: 60 }), odd)
		.map(([record, place, value]) => exchanged(record, place, value));
	return fc.oneof({ weight: 4, arbitrary: near }, { weight: 1, arbitrary: json });
}

function check(found: object): void {
	expect(sighting.safeParse(found).error?.issues ?? []).toEqual([]);
	expect(JSON.stringify(found)).not.toContain(CANARY.repeat(30));
}

/** Puts the record where the reader looks for it, and answers the file. */
const files: { [K in AgentKind]?: (record: unknown) => string } = {
	cursor: (record) => scratch.write('projects/shop/agent-transcripts/one/one.jsonl', `${JSON.stringify(record)}\n`),
	'gemini-cli': (record) => scratch.write('tmp/shop/chats/session-one.json', JSON.stringify(record)),
	cline: (record) => {
		scratch.write('cline/sessions/one/one.json', JSON.stringify(record));
		return scratch.write('cline/sessions/one/one.messages.json', JSON.stringify(record));
	},
	droid: (record) => scratch.write('droid/sessions/shop/one.settings.json', JSON.stringify(record)),
	opencode: (record) => {
		scratch.write('opencode/storage/message/ses_one/msg_one.json', JSON.stringify(record));
		scratch.write('opencode/storage/part/msg_one/prt_one.json', JSON.stringify(record));
		scratch.write('opencode/storage/todo/ses_one.json', JSON.stringify(record));
		const session = typeof record === 'object' && !Array.isArray(record) ? { ...record, id: 'ses_one' } : record;
		return scratch.write('opencode/storage/session/shop/ses_one.json', JSON.stringify(session));
	},
};

const readers = newReaders();
const byRecord = readers.flatMap(({ kind, record }): [AgentKind, NonNullable<typeof record>][] => (record ? [[kind, record]] : []));
const byFile = readers.flatMap(({ kind, snapshot }): [AgentKind, NonNullable<typeof snapshot>, (record: unknown) => string][] => {
	const place = files[kind];
	return snapshot && place ? [[kind, snapshot, place]] : [];
});

test.each(byRecord)(
	'[A1] [A3] %s: a record gives a sighting and nothing else, or nothing',
	(kind, read) => {
		fc.assert(
			fc.property(arbitraryRecord(samplesOf(kind)), (value) => {
				const bytes = Buffer.from(JSON.stringify(value));
				const found = read(bytes, 0, bytes.length);
				if (found) check(found);
			}),
			{ numRuns: 1500 },
		);
	},
	30_000,
);

test.each(byRecord)(
	'[A3] %s: bytes that are no JSON give nothing, and do not throw',
	(kind, read) => {
		const cut = fc.tuple(arbitraryRecord(samplesOf(kind)), fc.nat()).map(([value, length]) => {
			const bytes = Buffer.from(JSON.stringify(value));
			return bytes.subarray(0, length % (bytes.length + 1));
		});
		const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
		fc.assert(
			fc.property(fc.oneof(cut, noise), (bytes) => {
				const found = read(bytes, 0, bytes.length);
				if (found) check(found);
			}),
			{ numRuns: 500 },
		);
	},
	30_000,
);

test.each(byFile)(
	'[A1] [A3] %s: a file that is read whole gives sightings and nothing else',
	(kind, snapshot, put) => {
		fc.assert(
			fc.property(arbitraryRecord(samplesOf(kind)), (value) => {
				for (const found of snapshot(put(value), 0)) check(found);
			}),
			{ numRuns: 150 },
		);
	},
	30_000,
);

test('[A1] [A3] opencode: rows of a database give sightings and nothing else', () => {
	const reader = readers.find(({ kind }) => kind === 'opencode');
	const path = scratch.at('database/opencode.db');
	const database = new DatabaseSync(path);
	database.exec(`
		PRAGMA synchronous = off;
		PRAGMA journal_mode = memory;
		CREATE TABLE session (id, parent_id, directory, title, version, time_created, time_updated);
		CREATE TABLE message (id, session_id, time_created, time_updated, data);
		CREATE TABLE part (id, message_id, session_id, time_created, time_updated, data);
		CREATE TABLE todo (session_id, content, status, position);
		INSERT INTO session VALUES ('one', null, '/gone', 'Title', '1', 1, 1);
		INSERT INTO message VALUES ('m', 'one', 1, 1, '{}');
		INSERT INTO part VALUES ('p', 'm', 'one', 1, 1, '{}');
		INSERT INTO todo VALUES ('one', '', '', 0);`);
	const put = ['message', 'part'].map((table) => database.prepare(`UPDATE ${table} SET data = ?, time_updated = time_updated + 1`));
	const cell = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant(CANARY.repeat(500)));
	const records = arbitraryRecord(samplesOf('opencode'));
	fc.assert(
		fc.property(records, cell, fc.constantFrom('directory', 'title', 'version', 'parent_id', 'time_created'), (value, other, column) => {
			for (const statement of put) statement.run(JSON.stringify(value));
			database.prepare(`UPDATE session SET ${column} = ?`).run(other);
			database.prepare('UPDATE todo SET content = ?, status = ?').run(other, other);
			for (const found of reader?.snapshot?.(path, 0) ?? []) check(found);
		}),
		{ numRuns: 150 },
	);
	database.close();
});

interface SampleFile {
	path: string;
	/** Its lines; of a document all of it. */
	pieces: string[];
}

/** Every sample of an agent, as its client wrote it: a home each. */
function homesOf(kind: AgentKind): SampleFile[][] {
	const folder = join(import.meta.dirname, 'samples', kind);
	return readdirSync(folder).map((sample) => {
		const home = join(folder, sample);
		const paths = readdirSync(home, { recursive: true, encoding: 'utf8' });
		const files = paths.filter((path) => path !== 'expected.json' && statSync(join(home, path)).isFile());
		return files.map((path) => {
			const content = readFileSync(join(home, path), 'utf8');
			return { path, pieces: path.endsWith('.json') ? [content] : content.split('\n') };
		});
	});
}

interface Change {
	piece: number;
	place: number;
	value: unknown;
}

/** The home with some values of its records exchanged. */
function put(home: Scratch, files: readonly SampleFile[], changes: readonly Change[]): void {
	const count = files.reduce((sum, { pieces }) => sum + pieces.length, 0);
	let number = 0;
	for (const { path, pieces } of files) {
		const changed = pieces.map((piece) => {
			const here = number++;
			const due = changes.filter((change) => change.piece % count === here);
			return due.reduce((text, { place, value }) => {
				const [record] = parsed(text);
				return record === undefined ? text : JSON.stringify(exchanged(record, place, value));
			}, piece);
		});
		home.write(path, changed.join('\n'));
	}
	makeDatabases(home.home);
}

test.each(AGENT_KINDS)(
	'[A3] [P1] %s: one odd value in a session leaves an agent that can be told',
	async (kind) => {
		const odder = fc.oneof(odd, fc.constantFrom(-1, 1.5, 1e300, Number.MAX_SAFE_INTEGER, '9999-12-31T00:00:00Z', '\ud800', 'a\\b/../..'));
		const change = fc.record({ piece: fc.nat(), place: fc.nat({ max: 60 }), value: odder });
		const files = fc.constantFrom(...homesOf(kind));
		await fc.assert(
			fc.asyncProperty(files, fc.array(change, { minLength: 1, maxLength: 8 }), async (sample, changes) => {
				const home = new Scratch();
				try {
					put(home, sample, changes);
					const now = Date.now();
					const { agents } = await readLocalAgents({ home: home.home, env: {}, since: 'all', now });
					expect((await sentReports(agents, now)).whole).toHaveLength(agents.length);
				} finally {
					home.remove();
				}
			}),
			{ numRuns: 60 },
		);
	},
	60_000,
);

const processState = z.strictObject({
	alive: z.boolean(),
	status: z.enum(['working', 'waiting', 'idle']).optional(),
	since: count.optional(),
});

test('[A1] [A3] whatever lies beside a session of Claude Code and in its registry, it is a plan and who lives, or nothing', () => {
	const reader = readers.find(({ kind }) => kind === 'claude-code');
	const root = scratch.at('claude');
	const tasks = { id: '1', subject: 'Subject', description: CANARY, activeForm: CANARY, status: 'in_progress', blocks: [] };
	const registered = {
		pid: process.pid,
		sessionId: 'one',
		startedAt: 1,
		procStart: '1',
		pidDomain: 'x',
		status: 'waiting',
		statusUpdatedAt: 1,
	};
	const near = (record: object) => fc.tuple(fc.nat({ max: 8 }), odd).map(([place, value]) => exchanged(record, place, value));
	fc.assert(
		fc.property(near(tasks), near(registered), (task, entry) => {
			scratch.write('claude/tasks/one/1.json', JSON.stringify(task));
			scratch.write('claude/sessions/1.json', JSON.stringify(entry));
			check(reader?.sidecar?.(root, 'one') ?? {});
			for (const state of reader?.processes?.(root, new Map())?.values() ?? [])
				expect(processState.safeParse(state).error?.issues ?? []).toEqual([]);
		}),
		{ numRuns: 150 },
	);
});

test('[A1] [A3] whatever the database beside a session of Copilot holds, it is a plan or nothing', () => {
	const reader = readers.find(({ kind }) => kind === 'copilot-cli');
	const cell = fc.oneof(
		fc.string(),
		fc.integer(),
		fc.constant(null),
		fc.constant(CANARY.repeat(500)),
		fc.constantFrom('in_progress', 'done'),
	);
	let made = 0;
	fc.assert(
		fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), fc.boolean(), (rows, isOther) => {
			const session = `session-${++made}`;
			const database = new DatabaseSync(scratch.at(`copilot/session-state/${session}/session.db`));
			database.exec(`PRAGMA synchronous = off; CREATE TABLE todos (${isOther ? 'words' : 'title'}, status);`);
			for (const row of rows) database.prepare('INSERT INTO todos VALUES (?, ?)').run(...row);
			database.close();
			check(reader?.sidecar?.(scratch.at('copilot'), session) ?? {});
		}),
		{ numRuns: 60 },
	);
});
