import { describe, expect, test } from 'vitest';
import { asTold, type Judged, type Touch } from '../../testing/judged.ts';
import { alertKey, alertsOf, fileCounts, levelFor, pairGroups, pairsOf } from './collision-pairs.ts';
import { CollisionIndex } from './collisions.ts';
import { agentKey } from './fold.ts';

const NOW = 10_000_000;
const alive = (path: string, at = NOW): Touch => ({ path, mode: 'alive', at });
const read = (path: string, at = NOW): Touch => ({ path, mode: 'read', at });

function agentOf(operatorId: string, number: number, touches: Touch[], changes: Partial<Judged> = {}): Judged {
	const agentId = String(number).padStart(16, '0');
	return { operatorId, agentId, repo: 'github.com/acme/api', worktree: `tree-${number}`, branch: `branch-${number}`, touches, ...changes };
}

const meetsIn = (other: Judged, ...paths: string[]) => ({
	meets: paths.map((path) => ({ path, other: agentKey(other), verdict: 'meets' as const })),
});

function collisionsOf(agents: Judged[], you?: string) {
	const index = new CollisionIndex();
	index.apply(agents.map((agent) => ({ key: agentKey(agent), before: undefined, after: asTold(agent) })));
	return index.list(NOW, you);
}

const andrew = agentOf('andrew', 2, [alive('a.ts', NOW - 2), alive('b.ts', NOW - 2)]);
const jake = agentOf('jake', 1, [alive('a.ts', NOW - 1), alive('b.ts', NOW - 1)], meetsIn(andrew, 'a.ts'));
const eve = agentOf('eve', 3, [alive('a.ts', NOW - 3)]);
const bob = agentOf('bob', 4, [read('a.ts', NOW - 4)]);

describe('pairs of people', () => {
	const between = (agents: Judged[], you?: string) =>
		collisionsOf(agents, you)
			.flatMap(pairsOf)
			.map(({ path, level, one, other }) => `${path} ${level} ${[one.operatorId, other.operatorId].sort().join(' ')}`)
			.sort();

	test('each has its own level in a file that several are in', () => {
		expect(between([jake, andrew, eve, bob])).toEqual([
			'a.ts conflict andrew jake',
			'a.ts reading andrew bob',
			'a.ts reading bob eve',
			'a.ts reading bob jake',
			'a.ts same file andrew eve',
			'a.ts same file eve jake',
			'b.ts same file andrew jake',
		]);
	});

	test('those who only read have nothing to tell each other', () => {
		expect(between([eve, bob, agentOf('kim', 5, [read('a.ts')])])).toEqual(['a.ts reading bob eve', 'a.ts reading eve kim']);
	});

	test('of a person with several agents the one that meets the other speaks, else the newest change, not a newer read', () => {
		const [reads, newer] = [agentOf('jake', 6, [read('a.ts', NOW)]), agentOf('jake', 7, [alive('a.ts', NOW)])];
		const speaks = (...agents: Judged[]) => {
			const [pair] = collisionsOf(agents).flatMap(pairsOf);
			return [pair?.one, pair?.other].find((contender) => contender?.operatorId === 'jake')?.agentId;
		};
		expect(speaks(reads, newer, jake, andrew)).toBe(jake.agentId);
		expect(speaks(reads, newer, { ...jake, meets: [] }, andrew)).toBe(newer.agentId);
		expect(speaks(reads, { ...jake, meets: [] }, andrew)).toBe(jake.agentId);
	});

	test('conflict where one of a person’s agents meets the other, and their others are known to be apart', () => {
		const apart = (number: number, at: number) =>
			agentOf('jake', number, [alive('a.ts', at)], { meets: [{ path: 'a.ts', other: agentKey(andrew), verdict: 'apart' }] });
		for (const agents of [
			[apart(6, NOW), jake, andrew],
			[jake, apart(6, NOW), apart(7, NOW - 9), andrew],
		]) {
			expect(between(agents)[0]).toBe('a.ts conflict andrew jake');
		}
	});

	test('says that lines are apart, where that is known', () => {
		const apart = { ...jake, meets: [{ path: 'a.ts', other: agentKey(andrew), verdict: 'apart' as const }] };
		expect(collisionsOf([apart, andrew]).flatMap(pairsOf)).toMatchObject([
			{ path: 'a.ts', level: 'same file', verdict: 'apart' },
			{ path: 'b.ts', level: 'same file' },
		]);
	});

	test('one’s own worktrees are a pair', () => {
		expect(between([jake, agentOf('jake', 6, [alive('b.ts')])], 'jake')).toEqual(['b.ts same file jake jake']);
	});
});

describe('groups of them', () => {
	test('mine first, then worst first, then newest; I lead', () => {
		const kim = agentOf('kim', 5, [alive('b.ts', NOW)]);
		const groups = pairGroups(collisionsOf([jake, andrew, eve, kim], 'eve'), 'eve');
		expect(groups.map(({ operatorIds, isMine, level }) => [...operatorIds, isMine, level])).toEqual([
			['eve', 'jake', true, 'same file'],
			['eve', 'andrew', true, 'same file'],
			['andrew', 'jake', false, 'conflict'],
			['jake', 'kim', false, 'same file'],
			['andrew', 'kim', false, 'same file'],
		]);
	});

	test('hold a file once, worst first', () => {
		const more = agentOf('jake', 6, [alive('a.ts'), alive('b.ts')]);
		const [group] = pairGroups(collisionsOf([more, jake, andrew], 'jake'), 'andrew');
		expect(group?.pairs.map(({ path, level }) => [path, level])).toEqual([
			['a.ts', 'conflict'],
			['b.ts', 'same file'],
		]);
	});

	test('one’s own stand apart from those with others', () => {
		const groups = pairGroups(collisionsOf([jake, andrew, agentOf('jake', 6, [alive('b.ts')])], 'jake'), 'jake');
		expect(groups.map(({ operatorIds, isOwn, isMine }) => [...operatorIds, isOwn, isMine])).toEqual([
			['jake', 'andrew', false, true],
			['jake', 'jake', true, true],
		]);
	});
});

describe('alerts', () => {
	const both = { ...jake, ...meetsIn(andrew, 'a.ts', 'b.ts') };

	test('one for a pair of people and their branches, not one for each file', () => {
		expect(alertsOf(collisionsOf([both, andrew]), 'jake')).toMatchObject([
			{ one: { operatorId: 'jake' }, other: { operatorId: 'andrew' }, paths: ['b.ts', 'a.ts'].sort() },
		]);
		expect(alertsOf(collisionsOf([both, andrew]), 'andrew')).toMatchObject([{ one: { operatorId: 'andrew' }, paths: ['a.ts', 'b.ts'] }]);
	});

	test('another one for another branch, and for another person', () => {
		const second = agentOf('andrew', 7, [alive('b.ts')], meetsIn(both, 'b.ts'));
		const third = agentOf('eve', 8, [alive('b.ts')], meetsIn(both, 'b.ts'));
		expect(alertsOf(collisionsOf([both, andrew, second, third]), 'jake')).toHaveLength(3);
		expect(alertsOf(collisionsOf([both, andrew, { ...second, branch: andrew.branch }]), 'jake')).toHaveLength(1);
	});

	test('of conflicts alone, and of those that are mine', () => {
		expect(alertsOf(collisionsOf([jake, andrew, eve, bob]), 'eve')).toEqual([]);
		expect(alertsOf(collisionsOf([jake, andrew, eve, bob]), 'jake')).toMatchObject([{ paths: ['a.ts'] }]);
	});

	test('of one’s own worktrees too', () => {
		const other = agentOf('jake', 6, [alive('a.ts')], meetsIn(jake, 'a.ts'));
		expect(alertsOf(collisionsOf([jake, other], 'jake'), 'jake')).toMatchObject([{ one: { operatorId: 'jake' }, paths: ['a.ts'] }]);
	});

	test('are known again whoever is named first', () => {
		const [collision] = collisionsOf([jake, andrew]);
		const [one, other] = collision?.contenders ?? [];
		if (collision === undefined || one === undefined || other === undefined) throw new Error('There is no collision.');
		const key = alertKey(collision.repo, one, other);
		expect(alertKey(collision.repo, other, one)).toBe(key);
		expect(alertKey('github.com/acme/web', one, other)).not.toBe(key);
		expect(alertKey(collision.repo, { ...one, branch: 'other' }, other)).not.toBe(key);
		expect(alertKey(collision.repo, { ...one, operatorId: 'kim' }, other)).not.toBe(key);
		expect(alertKey(collision.repo, { ...one, branch: other.branch }, { ...other, branch: one.branch })).not.toBe(key);
	});
});

describe('what is counted', () => {
	const collisions = collisionsOf([jake, andrew, eve, bob]);

	test('files, each once at its worst', () => {
		expect(fileCounts(collisions)).toEqual({ conflict: 1, 'same file': 1, reading: 0 });
		const own = agentOf('jake', 6, [alive('b.ts')], meetsIn(jake, 'b.ts'));
		expect(fileCounts(collisionsOf([jake, own, andrew], 'jake'))).toEqual({ conflict: 2, 'same file': 0, reading: 0 });
	});

	test('for a person: what they are in themselves', () => {
		expect(fileCounts(collisions, 'jake')).toEqual({ conflict: 1, 'same file': 1, reading: 0 });
		expect(fileCounts(collisions, 'eve')).toEqual({ conflict: 0, 'same file': 1, reading: 0 });
		expect(fileCounts(collisions, 'bob')).toEqual({ conflict: 0, 'same file': 0, reading: 1 });
		expect(fileCounts(collisions, 'kim')).toEqual({ conflict: 0, 'same file': 0, reading: 0 });
	});

	test('the level of a person in a file is the worst of their pairs in it', () => {
		for (const collision of collisions) {
			const pairs = pairsOf(collision);
			for (const person of ['jake', 'andrew', 'eve', 'bob', 'kim']) {
				const levels = pairs.filter(({ one, other }) => [one.operatorId, other.operatorId].includes(person)).map(({ level }) => level);
				const worst = (['conflict', 'same file', 'reading'] as const).find((level) => levels.includes(level));
				expect(levelFor(collision, person)).toBe(worst);
			}
		}
	});
});
