import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asTold, found, type Judged, type Touch } from '../../testing/judged.ts';
import { COLLISION_WINDOW_MS } from '../limits.ts';
import { type Collision, CollisionIndex, type IndexChange, involves, type Level, type LivingAgent, type Verdict } from './collisions.ts';
import { agentKey } from './fold.ts';

const NOW = 10_000_000;
const LONG_AGO = NOW - 3 * 24 * 60 * 60_000;

const alive = (path: string, at = NOW): Touch => ({ path, mode: 'alive', at });
const landed = (path: string, at = NOW): Touch => ({ path, mode: 'landed', at });
const edited = (path: string, at = NOW): Touch => ({ path, mode: 'edit', at });
const read = (path: string, at = NOW): Touch => ({ path, mode: 'read', at });

function agentOf(operatorId: string, number: number, touches: Touch[], changes: Partial<Judged> = {}): Judged {
	const agentId = String(number).padStart(16, '0');
	return {
		operatorId,
		agentId,
		repo: 'github.com/acme/api',
		worktree: `${operatorId}-main`,
		branch: `${operatorId}/work`,
		touches,
		...changes,
	};
}

/** Tells the index of the agents as they are now, each instead of what it was. */
class Told {
	readonly index = new CollisionIndex();
	readonly #agents = new Map<string, LivingAgent>();

	put(...agents: Judged[]): this {
		const told = agents.map(asTold);
		const changes: IndexChange[] = told.map((after) => ({ key: agentKey(after), before: this.#agents.get(agentKey(after)), after }));
		for (const agent of told) this.#agents.set(agentKey(agent), agent);
		this.index.apply(changes);
		return this;
	}

	remove(agent: Judged): this {
		const before = this.#agents.get(agentKey(agent));
		this.#agents.delete(agentKey(agent));
		this.index.apply([{ key: agentKey(agent), before, after: undefined }]);
		return this;
	}

	found = (now = NOW, you?: string) => this.index.list(now, you).map(brief);
}
const told = (...agents: Judged[]) => new Told().put(...agents);
const brief = ({ path, level, contenders }: Collision) => [path, level, contenders.map((each) => each.operatorId).join(' ')];

describe('the levels', () => {
	const jake = agentOf('jake', 1, [alive('a.ts', NOW - 1)]);
	const andrew = agentOf('andrew', 2, [alive('a.ts')]);

	test('[C1] same file: changes of two people are alive, newest first', () => {
		expect(told(jake, andrew).found()).toEqual([['a.ts', 'same file', 'andrew jake']]);
	});

	test('[C4] conflict: their lines meet, whichever of the two bridges found it', () => {
		expect(told({ ...jake, meets: [found('a.ts', andrew, 'meets')] }, andrew).found()).toEqual([['a.ts', 'conflict', 'andrew jake']]);
		expect(told(jake, { ...andrew, meets: [found('a.ts', jake, 'meets')] }).found()).toEqual([['a.ts', 'conflict', 'andrew jake']]);
	});

	test('lines that are apart leave it at the same file', () => {
		const [collision] = told(jake, { ...andrew, meets: [found('a.ts', jake, 'apart')] }).index.list(NOW);
		expect(collision).toMatchObject({ level: 'same file', compared: [{ verdict: 'apart' }] });
	});

	test('[C4] that they meet is worth more than that they are apart, whoever says so', () => {
		const [meets, apart] = [
			{ ...jake, meets: [found('a.ts', andrew, 'meets')] },
			{ ...andrew, meets: [found('a.ts', jake, 'apart')] },
		];
		for (const room of [told(meets, apart), told(apart, meets)]) expect(room.found()).toEqual([['a.ts', 'conflict', 'andrew jake']]);
		const [collision] = told(meets, apart).index.list(NOW);
		expect(collision?.compared).toHaveLength(1);
	});

	test('[C3] reading: one change is alive, and another’s agent read the file within 30 minutes', () => {
		const reader = agentOf('andrew', 2, [read('a.ts', NOW - COLLISION_WINDOW_MS)]);
		expect(told(jake, reader).found()).toEqual([['a.ts', 'reading', 'jake andrew']]);
		expect(told(jake, reader).found(NOW + 1)).toEqual([]);
	});

	test('nothing: both read, or one alone has changed it', () => {
		expect(told(agentOf('jake', 1, [read('a.ts')]), agentOf('andrew', 2, [read('a.ts')])).found()).toEqual([]);
		expect(told(jake, agentOf('andrew', 2, [alive('b.ts')])).found()).toEqual([]);
	});

	test('nothing: in another repository', () => {
		expect(told(jake, { ...andrew, repo: 'github.com/acme/web' }).found()).toEqual([]);
	});

	test('one who reads takes no part in a conflict, and is told of it all the same', () => {
		const eve = agentOf('eve', 3, [read('a.ts', NOW - 5)]);
		const [collision] = told({ ...jake, meets: [found('a.ts', eve, 'meets')] }, andrew, eve).index.list(NOW);
		expect(collision && brief(collision)).toEqual(['a.ts', 'same file', 'andrew jake eve']);
		expect(collision && [involves(collision, 'eve'), involves(collision, 'bob')]).toEqual([true, false]);
	});

	test('[C5] branches and statuses do not matter', () => {
		expect(told({ ...jake, branch: undefined }, { ...andrew, branch: 'main' }).found()).toHaveLength(1);
	});
});

describe('how long a change counts', () => {
	test('as long as it is alive, however long ago it was made', () => {
		expect(told(agentOf('jake', 1, [alive('a.ts', LONG_AGO)]), agentOf('andrew', 2, [alive('a.ts')])).found()).toHaveLength(1);
	});

	test('not once it has landed, however lately it was made', () => {
		expect(told(agentOf('jake', 1, [landed('a.ts')]), agentOf('andrew', 2, [alive('a.ts')])).found()).toEqual([]);
		expect(told(agentOf('jake', 1, [landed('a.ts')]), agentOf('andrew', 2, [read('a.ts')])).found()).toEqual([]);
	});

	test('[C3] 30 minutes where git cannot tell', () => {
		const room = told(agentOf('jake', 1, [edited('a.ts')]), agentOf('andrew', 2, [alive('a.ts', LONG_AGO)]));
		expect(room.found(NOW + COLLISION_WINDOW_MS)).toEqual([['a.ts', 'same file', 'jake andrew']]);
		expect(room.found(NOW + COLLISION_WINDOW_MS + 1)).toEqual([]);
	});

	test('what was found of its lines counts only while both are alive', () => {
		const andrew = agentOf('andrew', 2, [alive('a.ts')]);
		const jake = agentOf('jake', 1, [alive('a.ts')], { meets: [found('a.ts', andrew, 'meets')] });
		const room = told(jake, andrew, agentOf('eve', 3, [alive('a.ts')]));
		expect(room.found().map(([, level]) => level)).toEqual(['conflict']);
		expect(
			room
				.put({ ...jake, touches: [landed('a.ts')] })
				.found()
				.map(([, level]) => level),
		).toEqual(['same file']);
		expect(
			room
				.put(jake)
				.found()
				.map(([, level]) => level),
		).toEqual(['conflict']);
		expect(room.put({ ...andrew, touches: [landed('a.ts')] }).found()).toEqual([['a.ts', 'same file', 'jake eve']]);
	});

	test('what was found before a change of either is not kept', () => {
		const andrew = agentOf('andrew', 2, [alive('a.ts')]);
		const jake = agentOf('jake', 1, [alive('a.ts')], { meets: [found('a.ts', andrew, 'meets')] });
		expect(
			told(jake, andrew)
				.put({ ...jake, meets: [] })
				.found(),
		).toEqual([['a.ts', 'same file', expect.anything()]]);
	});
});

describe('one operator’s own agents', () => {
	const inMain = agentOf('jake', 1, [alive('a.ts')], { worktree: 'main' });
	const beside = agentOf('jake', 2, [alive('a.ts', NOW - 1)], { worktree: 'beside', meets: [found('a.ts', inMain, 'meets')] });

	test('[C2] never collide in one worktree', () => {
		expect(told(inMain, { ...beside, worktree: 'main' }).found(NOW, 'jake')).toEqual([]);
		const unknown = { worktree: undefined };
		expect(told({ ...inMain, ...unknown }, { ...beside, ...unknown }).found(NOW, 'jake')).toEqual([]);
	});

	test('[C2] collide in different worktrees, for their operator alone, at the same levels', () => {
		const room = told(inMain, beside);
		expect(room.index.list(NOW, 'jake')).toMatchObject([{ path: 'a.ts', level: 'conflict', isOwn: true }]);
		expect([room.found(NOW, 'andrew'), room.found()]).toEqual([[], []]);
		expect(room.put({ ...beside, meets: undefined }).found(NOW, 'jake')).toEqual([['a.ts', 'same file', 'jake jake']]);
		expect(room.put({ ...beside, touches: [read('a.ts')] }).found(NOW, 'jake')).toEqual([['a.ts', 'reading', 'jake jake']]);
	});

	test('with another operator each of them counts, and what they have among themselves is told apart', () => {
		const room = told(inMain, beside, agentOf('andrew', 3, [alive('a.ts', NOW - 2)]));
		expect(room.index.list(NOW, 'jake').map(({ isOwn, level }) => [isOwn, level])).toEqual([
			[true, 'conflict'],
			[false, 'same file'],
		]);
		expect(room.found()).toEqual([['a.ts', 'same file', 'jake jake andrew']]);
	});

	test('an edit by one and a read by another of the same operator are no reading to a third who reads', () => {
		const room = told(inMain, { ...beside, touches: [read('a.ts')] }, agentOf('andrew', 3, [read('a.ts', NOW - 2)]));
		expect(room.found()).toEqual([['a.ts', 'reading', 'jake andrew']]);
	});
});

describe('the index', () => {
	test('lists worst first, then newest', () => {
		const andrew = agentOf('andrew', 2, [read('read.ts'), alive('old.ts', NOW + 1), alive('new.ts', NOW + 2), alive('worst.ts')]);
		const jake = agentOf('jake', 1, [alive('read.ts', NOW + 9), alive('old.ts'), alive('new.ts'), alive('worst.ts')], {
			meets: [found('worst.ts', andrew, 'meets')],
		});
		expect(
			told(jake, andrew)
				.found(NOW + 10)
				.map(([path]) => path),
		).toEqual(['worst.ts', 'new.ts', 'old.ts', 'read.ts']);
	});

	test('follows an agent that drops files, moves to another repository or worktree, goes and returns', () => {
		const andrew = agentOf('andrew', 2, [alive('a.ts'), alive('b.ts')]);
		const jake = agentOf('jake', 1, [alive('a.ts'), alive('b.ts')]);
		const room = told(jake, andrew);
		expect(room.found()).toHaveLength(2);
		expect(room.put({ ...jake, touches: [alive('b.ts')] }).found()).toEqual([['b.ts', 'same file', expect.anything()]]);
		expect(room.put({ ...jake, repo: 'github.com/acme/web' }).found()).toEqual([]);
		expect(room.put({ ...andrew, repo: 'github.com/acme/web' }).found()).toHaveLength(2);
		expect(room.put({ ...jake, repo: 'github.com/acme/web', worktree: 'other' }).found()).toHaveLength(2);
		expect(room.remove(jake).found()).toEqual([]);
		expect(room.put({ ...jake, repo: 'github.com/acme/web' }).found()).toHaveLength(2);
	});

	test('follows one of two own agents out of the other’s worktree, and back', () => {
		const [one, other] = [1, 2].map((number) => agentOf('jake', number, [alive('a.ts')], { worktree: 'x' })) as [Judged, Judged];
		const room = told(one, other);
		expect(room.found(NOW, 'jake')).toEqual([]);
		expect(room.put({ ...other, worktree: 'y' }).found(NOW, 'jake')).toHaveLength(1);
		expect(room.put(other).found(NOW, 'jake')).toEqual([]);
	});

	test('what nobody changed is the very list that it was: surfaces draw what is another one', () => {
		const [one, other] = [agentOf('jake', 1, [alive('a.ts'), alive('b.ts')]), agentOf('andrew', 2, [alive('a.ts'), read('b.ts')])].map(
			asTold,
		);
		const { index } = new Told();
		const change = (before: LivingAgent | undefined, after: LivingAgent | undefined) =>
			index.apply([{ key: agentKey((after ?? before) as LivingAgent), before, after }]);
		change(undefined, one);
		change(undefined, other);
		const listed = index.list(NOW, 'jake');
		change(one, one && { ...one, touches: [...one.touches] });
		change(undefined, asTold(agentOf('eve', 3, [alive('c.ts')])));
		expect(index.list(NOW + 1, 'jake')).toBe(listed);
		expect(index.list(NOW + COLLISION_WINDOW_MS + 1, 'jake')).toEqual(listed.filter(({ path }) => path === 'a.ts'));
		expect(index.list(NOW, 'jake')).toEqual(listed);
		const [inA, inB] = index.list(NOW, 'jake');
		change(
			other,
			other && { ...other, touches: other.touches.map((touch) => (touch.path === 'b.ts' ? { ...touch, mode: 'alive' } : touch)) },
		);
		const later = index.list(NOW, 'jake');
		expect([later.includes(inA as Collision), later.includes(inB as Collision), later.length]).toEqual([true, false, 2]);
	});

	const path = fc.constantFrom('a', 'b', 'c');
	const touch = fc
		.record({
			path,
			mode: fc.constantFrom('alive', 'alive', 'edit', 'landed', 'read'),
			at: fc.constantFrom(NOW, NOW - COLLISION_WINDOW_MS, NOW - COLLISION_WINDOW_MS - 1),
		})
		.map((each): Touch => each);
	const agents = Array.from({ length: 6 }, (_, number) => agentOf(`operator-${number % 3}`, number, []));
	const agent = fc
		.record({
			number: fc.nat(5),
			repo: fc.constantFrom('one', 'two'),
			worktree: fc.constantFrom(undefined, 'x', 'y'),
			touches: fc.uniqueArray(touch, { selector: (each) => each.path, maxLength: 3 }),
			meets: fc.array(
				fc
					.record({ path, other: fc.nat(5), verdict: fc.constantFrom<Verdict>('meets', 'apart') })
					.map(({ other, ...each }) => ({ ...each, other: agentKey(agents[other] as Judged) })),
				{ maxLength: 3 },
			),
			isGone: fc.boolean(),
			now: fc.constantFrom(NOW, NOW + 1, NOW + COLLISION_WINDOW_MS, NOW + COLLISION_WINDOW_MS + 1),
		})
		.map(({ number, isGone, now, ...changes }) => ({ isGone, now, agent: { ...(agents[number] as Judged), ...changes } }));

	test('whatever happens in a room, and whenever it is asked, finds what a look at everything finds', () => {
		fc.assert(
			fc.property(fc.array(agent, { maxLength: 25 }), (steps) => {
				const room = new Told();
				const there = new Map<string, Judged>();
				for (const { agent, isGone, now } of steps) {
					if (isGone) there.delete(agentKey(agent));
					else there.set(agentKey(agent), agent);
					if (isGone) room.remove(agent);
					else room.put(agent);
					const seen = room.index.list(now, 'operator-0').map(({ repo, path, level, isOwn }) => `${repo} ${path} ${level} ${isOwn}`);
					expect(seen.sort()).toEqual(everything([...there.values()], now).sort());
				}
			}),
			{ numRuns: 300 },
		);
	});
});

/** The rules by looking at every two agents, without any index. */
function everything(agents: Judged[], now: number): string[] {
	const files = new Map<string, Set<Level>>();
	for (const [at, one] of agents.entries()) {
		for (const other of agents.slice(at + 1)) {
			const isOwn = one.operatorId === other.operatorId;
			if (one.repo !== other.repo || (isOwn && (one.worktree === other.worktree || one.operatorId !== 'operator-0'))) continue;
			for (const touch of one.touches) {
				const level = levelOf(one, other, touch.path, now);
				if (level === undefined) continue;
				const key = [one.repo, touch.path, isOwn].join();
				files.set(key, (files.get(key) ?? new Set()).add(level));
			}
		}
	}
	const worst = (levels: Set<Level>) => (['conflict', 'same file', 'reading'] as const).find((level) => levels.has(level));
	return [...files].map(([key, levels]) => {
		const [repo, path, isOwn] = key.split(',');
		return `${repo} ${path} ${worst(levels)} ${isOwn}`;
	});
}

function levelOf(one: Judged, other: Judged, path: string, now: number): Level | undefined {
	const parts = [one, other].map(({ touches }) => touches.find((touch) => touch.path === path)).map((touch) => touch && partIn(touch, now));
	if (parts.includes(undefined) || !parts.includes('edit')) return undefined;
	if (parts.includes('read')) return 'reading';
	const verdicts = [one.meets, other.meets].flatMap((meets, at) => {
		const about = agentKey(at === 0 ? other : one);
		return meets?.filter((each) => each.path === path && each.other === about).at(-1)?.verdict ?? [];
	});
	return verdicts.includes('meets') ? 'conflict' : 'same file';
}

function partIn({ mode, at }: Touch, now: number): 'edit' | 'read' | undefined {
	const isRecent = now - at <= COLLISION_WINDOW_MS;
	if (mode === 'read') return isRecent ? 'read' : undefined;
	return mode === 'alive' || (mode === 'edit' && isRecent) ? 'edit' : undefined;
}
