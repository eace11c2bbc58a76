/** Forks and subagents of Codex, whose files repeat the history of another one. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { readLocalAgents } from '../local-agents/local-agents.ts';
import { agentIdOf } from '../local-agents/project.ts';

const START = Date.UTC(2026, 9, 5, 9);
const FORKED = START + 300_000;
let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

/** As Codex makes ids: they begin with their time. */
function idAt(time: number, tail: string): string {
	const hex = time.toString(16).padStart(12, '0');
	return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${tail.padStart(12, '0')}`;
}

const PARENT = idAt(START, 'a');
const CHILD = idAt(FORKED, 'b');

type Told = [type: string, payload: object];
const usage = (input: number) => ({ input_tokens: input, cached_input_tokens: 0, output_tokens: input / 10 });
const counted = (total: number, last: number): Told => [
	'event_msg',
	{ type: 'token_count', info: { total_token_usage: usage(total), last_token_usage: usage(last) } },
];
const edited = (call: string, path: string): Told[] => [
	['response_item', { type: 'custom_tool_call', name: 'apply_patch', call_id: call, input: `*** Begin Patch\n*** Add File: ${path}\n` }],
	['response_item', { type: 'custom_tool_call_output', call_id: call, output: 'Exit code: 0' }],
];
const failed = (call: string): Told[] => [
	['response_item', { type: 'function_call', name: 'exec_command', call_id: call, arguments: '{}' }],
	['response_item', { type: 'function_call_output', call_id: call, output: 'Exit code: 1' }],
];

/** A turn of two replies, of which the first edits and the second fails. */
function turn(id: string, at: number, name: string, from = 0): Told[] {
	return [
		['event_msg', { type: 'task_started', turn_id: id }],
		['turn_context', { turn_id: id, cwd: '/gone' }],
		['event_msg', { type: 'user_message', message: 'CANARY' }],
		...edited(`${name}-${at}-1`, `${name}.ts`),
		counted(from + 100, 100),
		...failed(`${name}-${at}-2`),
		counted(from + 300, 200),
		['event_msg', { type: 'task_complete', turn_id: id }],
	];
}

function write(session: string, lines: { at: number; told: Told }[], folder = 'sessions/2026/10/05'): void {
	const text = lines.map(({ at, told: [type, payload] }) => JSON.stringify({ timestamp: new Date(at).toISOString(), type, payload }));
	scratch.write(`.codex/${folder}/rollout-2026-10-05T09-00-00-${session}.jsonl`, `${text.join('\n')}\n`);
}

const meta = (id: string, at: number, more: object = {}): Told => [
	'session_meta',
	{ id, timestamp: new Date(at).toISOString(), cwd: '/gone', cli_version: '0.117.0', ...more },
];
const spaced = (told: Told[], from: number, gap: number) => told.map((each, place) => ({ at: from + place * gap, told: each }));

interface Shape {
	/** What names the parent. */
	named: object;
	withMeta: boolean;
	withParent: boolean;
	hasIdsWithTime: boolean;
	/** Between two copies, ms. */
	gap: number;
	isStampedAnew: boolean;
	isReadFirst: boolean;
}

const fork = { forked_from_id: PARENT };
/** Of old forks nothing but their copies tells that they are some. */
const nameless = {};
const subagent = { source: { subagent: { thread_spawn: { parent_thread_id: PARENT } } } };

function make({ named, withMeta, withParent, hasIdsWithTime, gap, isStampedAnew, isReadFirst }: Shape): void {
	const idOf = (at: number, plain: string) => (hasIdsWithTime ? idAt(at, 'f') : plain);
	const parentTurn = turn(idOf(START + 1000, 'turn-1'), START, 'parent');
	if (withParent) write(PARENT, spaced([meta(PARENT, START), ...parentTurn], START, 5000), isReadFirst ? 'sessions/2026/10/05' : undefined);
	const copies = [...(withMeta ? [meta(PARENT, START)] : []), ...parentTurn];
	const from = named === subagent ? 0 : 300;
	const own = turn(idOf(FORKED + 60_000, 'turn-2'), FORKED, 'child', from);
	const copied = isStampedAnew ? spaced(copies, FORKED + 10, gap) : spaced(copies, START, 5000);
	const lines = [{ at: FORKED + 5, told: meta(CHILD, FORKED, named) }, ...copied, ...spaced(own, FORKED + 60_000, 2000)];
	write(CHILD, lines, isReadFirst ? 'archived_sessions' : undefined);
}

const flags = [true, false];
const shapes = [fork, nameless, subagent].flatMap((named) =>
	flags.flatMap((withMeta) =>
		flags.flatMap((withParent) =>
			flags.flatMap((hasIdsWithTime) =>
				[10, 400, 1500].flatMap((gap) =>
					flags.flatMap((isStampedAnew) =>
						flags.map((isReadFirst): Shape => ({ named, withMeta, withParent, hasIdsWithTime, gap, isStampedAnew, isReadFirst })),
					),
				),
			),
		),
	),
);
/** Without the parent's file, without times in ids and with neither its first record nor a name, nothing tells a slow copy. */
const isTold = ({ named, withMeta, withParent, hasIdsWithTime, gap, isStampedAnew }: Shape) =>
	(withParent && (withMeta || named !== nameless)) || hasIdsWithTime || !isStampedAnew || (gap < 1000 && (withMeta || named === fork));

describe('[A4] what a fork or a subagent of Codex repeats is the other session’s', () => {
	test.each(shapes.filter(isTold))('%j', async (shape) => {
		make(shape);
		const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: FORKED + 120_000 });
		const told = (session: string) => agents.find(({ agentId }) => agentId === agentIdOf('codex', session));
		const one = { tokens: { input: 300, cached: 0, output: 30 }, errors: 1, status: 'idle' };
		if (shape.named !== subagent) {
			expect(agents).toHaveLength(shape.withParent ? 2 : 1);
			if (shape.withParent) expect(told(PARENT)).toMatchObject({ ...one, touches: [{ path: 'parent.ts' }] });
			expect(told(CHILD)).toMatchObject({ ...one, touches: [{ path: 'child.ts' }] });
			return;
		}
		expect(agents).toHaveLength(1);
		const both = { tokens: { input: 600, cached: 0, output: 60 }, errors: 2, touches: [{ path: 'child.ts' }, { path: 'parent.ts' }] };
		expect(agents[0]).toMatchObject(shape.withParent ? both : { ...one, touches: [{ path: 'child.ts' }] });
	});

	test('a subagent that repeats nothing but the first record of its parent has all of its own, however soon it begins', async () => {
		write(PARENT, spaced([meta(PARENT, START), ...turn(idAt(START + 1000, 'f'), START, 'parent')], START, 5000));
		const own = turn(idAt(FORKED + 20, 'f'), FORKED, 'child');
		write(CHILD, spaced([meta(CHILD, FORKED, { ...subagent, ...fork }), meta(PARENT, START), ...own], FORKED + 5, 3));
		const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: FORKED + 120_000 });
		expect(agents).toMatchObject([{ tokens: { input: 600 }, errors: 2, touches: [{ path: 'child.ts' }, { path: 'parent.ts' }] }]);
	});

	test('a fork whose turns have no ids is where its turn began, wherever its parent was', async () => {
		const turnIn = (cwd: string, call: string): Told[] => [
			['turn_context', { cwd }],
			['event_msg', { type: 'user_message' }],
			...edited(call, 'a.ts'),
		];
		const parents = turnIn('/gone/shop', 'one');
		write(PARENT, spaced([meta(PARENT, START), ...parents], START, 5000));
		const copies = spaced([meta(CHILD, FORKED, fork), meta(PARENT, START), ...parents], FORKED, 10);
		write(CHILD, [...copies, ...spaced(turnIn('/gone/web', 'two'), FORKED + 60_000, 2000)]);
		const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: FORKED + 120_000 });
		const child = agents.find(({ agentId }) => agentId === agentIdOf('codex', CHILD));
		expect(child).toMatchObject({ cwd: '/gone/web', touches: [{ path: 'a.ts', mode: 'edit' }] });
	});

	test('a fork that copies nothing goes on from its parent’s count, which is not its own', async () => {
		write(PARENT, spaced([meta(PARENT, START), ...turn('t', START, 'parent')], START, 5000));
		const own = turn('t', FORKED, 'child', 300);
		write(CHILD, spaced([meta(CHILD, FORKED, { ...fork, history_base: { thread_id: PARENT } }), ...own], FORKED + 5, 3000));
		const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: FORKED + 120_000 });
		const one = { tokens: { input: 300, cached: 0, output: 30 }, errors: 1, status: 'idle' };
		expect(agents).toMatchObject([
			{ ...one, touches: [{ path: 'child.ts' }] },
			{ ...one, touches: [{ path: 'parent.ts' }] },
		]);
	});
});
