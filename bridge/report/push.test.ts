import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BEAT_MS, MESSAGE_MAX_BYTES, REPORT_EVERY_MS, TOUCHES_MAX } from '../../shared/limits.ts';
import { newRoomKey, unseal } from '../../shared/seal.ts';
import { Push } from './push.ts';
import type { SharedAgent } from './shared-agent.ts';
import type { Wire } from './wire.ts';

const key = newRoomKey();
const agent = (number: number, change: Partial<SharedAgent> = {}): SharedAgent => ({
	agentId: number.toString(16).padStart(16, '0'),
	kind: 'codex',
	status: 'working',
	statusSince: 0,
	task: 'Editing login.ts',
	plan: undefined,
	repo: 'github.com/acme/api',
	branch: 'main',
	head: undefined,
	touches: [],
	errors: 0,
	tokens: undefined,
	...change,
});

/** Stands for the relay, which is outside: it writes down what arrives. */
class Recorder implements Wire {
	messages: Parameters<Wire['report']>[0][] = [];
	beats = 0;
	unknown: string[] = [];
	onReport: (() => void) | undefined;
	fails: 'too-fast' | 'too-many-agents' | 'too-much-held' | undefined;
	takes: number | undefined;
	/** Of each agent. */
	takesTouches: number | undefined;
	taken = new Set<string>();

	async report(message: Parameters<Wire['report']>[0]) {
		this.messages.push(message);
		this.onReport?.();
		const all = new Set([...this.taken, ...message.whole.map(({ agentId }) => agentId)]);
		for (const agentId of message.gone) all.delete(agentId);
		if (this.takes !== undefined) this.fails = all.size > this.takes ? 'too-many-agents' : undefined;
		const most = Math.max(0, ...message.whole.map(({ touches }) => touches.length));
		if (this.takesTouches !== undefined)
			this.fails = most > this.takesTouches || all.size > (this.takes ?? 100) ? 'too-much-held' : undefined;
		if (this.fails !== undefined) throw new Error(this.fails);
		this.taken = all;
		return { unknown: this.unknown.splice(0) };
	}
	async beat() {
		this.beats += 1;
	}
	refusalOf = () => this.fails;
	wordsOf = String;

	get last() {
		return this.messages.at(-1);
	}
}

describe('a room is told', () => {
	let push: Push;
	let wire: Recorder;
	let end: AbortController;
	const refusals: string[] = [];
	const faults: string[] = [];
	const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

	beforeEach(() => {
		vi.useFakeTimers();
		end = new AbortController();
		wire = new Recorder();
		refusals.length = 0;
		faults.length = 0;
		push = new Push({
			key,
			clock: Date.now,
			pace: () => performance.now(),
			signal: end.signal,
			onRefusal: (refusal) => refusals.push(refusal),
			onFault: (fault) => faults.push(fault),
		});
	});
	afterEach(() => {
		end.abort();
		vi.useRealTimers();
	});

	test('[F5] an agent whole once for each connection, then only what changed', async () => {
		push.share([agent(1)]);
		push.connected(wire);
		await pass(0);
		expect(wire.messages).toHaveLength(1);
		expect(wire.last?.whole.map(({ agentId }) => agentId)).toEqual([agent(1).agentId]);

		await pass(5_000);
		push.share([agent(1, { errors: 1 })]);
		await pass(0);
		expect(wire.last).toEqual({ whole: [], changed: [{ agentId: agent(1).agentId, errors: 1 }], gone: [] });

		push.connected(wire);
		await pass(0);
		expect(wire.last?.whole).toHaveLength(1);
	});

	test('[F5] at once after a quiet second, and then at most once a second with the newest state', async () => {
		push.share([agent(1)]);
		push.connected(wire);
		await pass(REPORT_EVERY_MS);
		push.share([agent(1, { errors: 1 })]);
		await pass(0);
		expect(wire.messages).toHaveLength(2);
		for (let errors = 2; errors <= 10; errors++) push.share([agent(1, { errors })]);
		await pass(REPORT_EVERY_MS - 1);
		expect(wire.messages).toHaveLength(2);
		await pass(1);
		expect(wire.messages).toHaveLength(3);
		expect(wire.last?.changed).toEqual([{ agentId: agent(1).agentId, errors: 10 }]);
	});

	test('[F5] one agent’s second does not hold up another', async () => {
		push.share([agent(1)]);
		push.connected(wire);
		await pass(100);
		push.share([agent(1, { errors: 1 }), agent(2)]);
		await pass(0);
		expect(wire.last?.whole.map(({ agentId }) => agentId)).toEqual([agent(2).agentId]);
		expect(wire.last?.changed).toEqual([]);
	});

	test('what is no longer shared leaves at once', async () => {
		push.share([agent(1), agent(2)]);
		push.connected(wire);
		await pass(0);
		push.share([agent(2)]);
		await pass(0);
		expect(wire.last).toEqual({ whole: [], changed: [], gone: [agent(1).agentId] });
	});

	test('nothing before this machine’s sessions were read', async () => {
		push.connected(wire);
		await pass(60_000);
		expect(wire.messages).toEqual([]);
		push.share([]);
		await pass(0);
		expect(wire.last).toEqual({ whole: [], changed: [], gone: [], paused: false, more: false });
	});

	test('offline it keeps the newest state and tells that alone on return', async () => {
		push.share([agent(1)]);
		push.connected(wire);
		await pass(2_000);
		push.disconnected();
		for (let errors = 1; errors <= 5; errors++) {
			push.share([agent(1, { errors }), agent(2)]);
			await pass(2_000);
		}
		push.share([agent(1, { errors: 9 })]);
		expect(wire.messages).toHaveLength(1);
		const next = new Recorder();
		push.connected(next);
		await pass(0);
		expect(next.messages).toHaveLength(1);
		expect(next.last?.whole.map(({ agentId, errors }) => [agentId, errors])).toEqual([[agent(1).agentId, 9]]);
	});

	test('a clock that is set back silences nobody', async () => {
		push.share([agent(1)]);
		push.connected(wire);
		await pass(2_000);
		vi.setSystemTime(Date.now() - 3_600_000);
		push.share([agent(1, { errors: 1 })]);
		await pass(0);
		expect(wire.last?.changed).toMatchObject([{ errors: 1 }]);
		vi.setSystemTime(Date.now() - 3_600_000);
		push.share([agent(1, { errors: 2 })]);
		await pass(REPORT_EVERY_MS);
		expect(wire.last?.changed).toMatchObject([{ errors: 2 }]);
		await pass(BEAT_MS);
		expect(wire.beats).toBe(1);
	});

	test('[F2] a beat every 30 s while an agent works or waits, and none when it was heard anyway', async () => {
		push.share([agent(1)]);
		push.connected(wire);
		await pass(BEAT_MS);
		expect(wire.beats).toBe(1);
		await pass(BEAT_MS / 2);
		push.share([agent(1, { errors: 1 })]);
		await pass(BEAT_MS - 1);
		expect(wire.beats).toBe(1);
		await pass(1);
		expect(wire.beats).toBe(2);
		push.share([agent(1, { status: 'waiting', errors: 1 })]);
		await pass(BEAT_MS + 1_000);
		expect(wire.beats).toBe(3);
	});

	test('[F7] nothing for idle agents', async () => {
		push.share([agent(1, { status: 'idle' }), agent(2, { status: 'unknown' })]);
		push.connected(wire);
		await pass(0);
		await pass(10 * BEAT_MS);
		expect(wire.messages).toHaveLength(1);
		expect(wire.beats).toBe(0);
	});

	test('a pause takes everything back and says so, nothing else, until it ends', async () => {
		push.share([agent(1)]);
		push.connected(wire);
		await pass(0);
		push.pause(true);
		await pass(0);
		expect(wire.last).toEqual({ whole: [], changed: [], gone: [agent(1).agentId], paused: true });
		push.share([agent(1, { errors: 3 })]);
		await pass(3 * BEAT_MS);
		expect(wire.messages).toHaveLength(2);
		expect(wire.beats).toBe(0);
		push.pause(false);
		await pass(0);
		expect(wire.last).toMatchObject({ whole: [{ errors: 3 }], paused: false });
	});

	test('an agent that the room does not know is told whole again', async () => {
		push.share([agent(1)]);
		push.connected(wire);
		await pass(2_000);
		wire.unknown = [agent(1).agentId];
		push.share([agent(1, { errors: 1 })]);
		await pass(2_000);
		expect(wire.last?.whole).toHaveLength(1);
	});

	test('a refusal is told, and everything comes whole again after a while', async () => {
		wire.fails = 'too-fast';
		push.share([agent(1)]);
		push.connected(wire);
		await pass(1_000);
		expect(refusals).toEqual(['too-fast']);
		expect(wire.messages).toHaveLength(1);
		wire.fails = undefined;
		await pass(5_000);
		expect(wire.last?.whole).toHaveLength(1);
		await pass(60_000);
		expect(wire.messages).toHaveLength(2);
	});

	test('[P7] texts cross the wire sealed', async () => {
		push.share([agent(1, { touches: [{ path: 'src/login.ts', mode: 'edit', at: 0 }] })]);
		push.connected(wire);
		await pass(0);
		expect(JSON.stringify(wire.messages)).not.toMatch(/login|acme|main/);
		expect(unseal(key, 'path', wire.last?.whole[0]?.touches[0]?.path ?? '')).toBe('src/login.ts');
		expect(push.peek().sent[0]?.plain.whole[0]?.touches[0]?.path).toBe('src/login.ts');
	});

	test('[P1] a report that breaks the allow-list stays here, and is told without its content', async () => {
		const leaky = { ...agent(1), task: 'x'.repeat(500) };
		push.share([leaky, agent(2)]);
		push.connected(wire);
		await pass(0);
		expect(wire.last?.whole.map(({ agentId }) => agentId)).toEqual([agent(2).agentId]);
		expect(faults).toEqual(['A report breaks the allow-list at task; it was not sent.']);
	});

	test('messages stay below the limit, however much there is to tell', async () => {
		const long = (index: number) => ({ path: `${'ü'.repeat(480)}/${index}`, mode: 'edit' as const, at: 0 });
		const touches = Array.from({ length: TOUCHES_MAX }, (_, index) => long(index));
		push.share(Array.from({ length: 20 }, (_, index) => agent(index, index < 3 ? { touches } : {})));
		push.connected(wire);
		await pass(0);
		expect(wire.messages.length).toBeGreaterThan(1);
		for (const message of wire.messages) expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(MESSAGE_MAX_BYTES);
		expect(wire.messages.flatMap(({ whole }) => whole)).toHaveLength(20);
	});

	const large = (count: number) => {
		const touches = Array.from({ length: TOUCHES_MAX }, (_, index) => ({
			path: `${'ü'.repeat(480)}/${index}`,
			mode: 'edit' as const,
			at: 0,
		}));
		return Array.from({ length: count }, (_, index) => agent(index, { touches }));
	};

	test('[F6] of a whole report in several messages, all but the last say that more follows, and a report of changes says nothing of it', async () => {
		push.share(large(4));
		push.connected(wire);
		await pass(0);
		expect(wire.messages.length).toBeGreaterThan(2);
		expect(wire.messages.map(({ more }) => more)).toEqual([...Array(wire.messages.length - 1).fill(true), false]);

		await pass(2_000);
		wire.messages = [];
		push.share(large(4).map((each) => ({ ...each, touches: each.touches.map((touch) => ({ ...touch, mode: 'read' as const })) })));
		await pass(0);
		expect(wire.messages.length).toBeGreaterThan(1);
		expect(wire.messages.every(({ more }) => more === undefined)).toBe(true);
	});

	test('[F6] a connection that begins while a report is under way gets all of it, and the one before no more', async () => {
		const next = new Recorder();
		wire.onReport = () => push.connected(next);
		push.share(large(4));
		push.connected(wire);
		await pass(1);
		expect(wire.messages).toHaveLength(1);
		expect(next.messages.flatMap(({ whole }) => whole)).toHaveLength(4);
		expect(next.messages.map(({ more }) => more)).toEqual([...Array(next.messages.length - 1).fill(true), false]);
	});

	test('[P3] what leaves while the room asks anew is told as gone: a part of the report before may have named it', async () => {
		const agents = large(4);
		const next = new Recorder();
		wire.onReport = () => {
			push.connected(next);
			push.share(agents.slice(1));
		};
		push.share(agents);
		push.connected(wire);
		await pass(1);
		expect(wire.last?.whole.map(({ agentId }) => agentId)).toContain(agents[0]?.agentId);
		expect(next.messages.flatMap(({ gone }) => gone)).toEqual([agents[0]?.agentId]);
	});

	test('where the room takes fewer of an operator’s agents the oldest idle ones are left out: said once, and all are tried again later', async () => {
		const agents = Array.from({ length: 60 }, (_, index) => agent(index, { status: index === 59 ? 'waiting' : 'idle' }));
		wire.takes = 20;
		push.share(agents);
		push.connected(wire);
		await pass(20_000);
		expect(refusals).toEqual(['too-many-agents']);
		const told = () => wire.messages.at(-1)?.whole.map(({ agentId }) => agentId);
		const kept = [agents[59], ...agents.slice(0, 14)].map((each) => each?.agentId);
		expect(told()).toEqual(kept);
		const soFar = wire.messages.length;
		await pass(60_000);
		expect(wire.messages).toHaveLength(soFar);

		wire.takes = 100;
		await pass(600_000);
		expect([...kept, ...(told() ?? [])].sort()).toEqual(agents.map(({ agentId }) => agentId).sort());
		expect(refusals).toEqual(['too-many-agents']);
	});

	test('[L11] where an operator’s agents hold too much for the room, each tells its newest files only, then fewer agents are told: said once, and all is tried again later', async () => {
		const touches = Array.from({ length: 60 }, (_, index) => ({ path: `src/${index}.ts`, mode: 'edit' as const, at: -index }));
		const agents = [agent(1, { touches }), agent(2, { status: 'idle', touches: touches.slice(0, 5) })];
		wire.takesTouches = 30;
		push.share(agents);
		push.connected(wire);
		await pass(20_000);
		const told = () => wire.messages.at(-1)?.whole.map(({ touches }) => touches.length);
		expect([refusals, told()]).toEqual([['too-much-held'], [25, 5]]);
		const soFar = wire.messages.length;
		await pass(60_000);
		expect(wire.messages).toHaveLength(soFar);
		push.share([agent(1, { touches, errors: 1 }), ...agents.slice(1)]);
		await pass(2_000);
		expect(wire.last?.changed).toEqual([{ agentId: agent(1).agentId, errors: 1 }]);

		wire.takesTouches = 100;
		await pass(600_000);
		expect(wire.messages.flatMap(({ changed }) => changed).at(-1)?.touches, 'the 35 that were left out').toHaveLength(35);
		wire.takes = 1;
		push.connected(wire);
		await pass(60_000);
		expect([told(), refusals]).toEqual([[12], ['too-much-held']]);
	});

	test('[P3] what is no longer shared leaves also where the message that says so is lost', async () => {
		push.share([agent(1), agent(2)]);
		push.connected(wire);
		await pass(2_000);
		wire.fails = 'too-fast';
		push.share([agent(2)]);
		await pass(0);
		wire.fails = undefined;
		await pass(6_000);
		expect(wire.last?.gone).toEqual([agent(1).agentId]);
		const soFar = wire.messages.length;
		await pass(20_000);
		expect(wire.messages).toHaveLength(soFar);
	});
});
