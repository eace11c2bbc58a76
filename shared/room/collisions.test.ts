import { describe, expect, test } from 'vitest';
import { COLLISION_WINDOW_MS } from '../limits.ts';
import type { TouchMode } from '../report/facts.ts';
import { alertKey, CollisionIndex, involves } from './collisions.ts';
import type { Agent } from './events.ts';
import { type AgentChange, agentKey } from './fold.ts';

const NOW = 10_000_000;
type Touch = [path: string, mode: TouchMode, at?: number];

function agentOf(operatorId: string, number: number, touches: Touch[], changes: Partial<Agent> = {}): Agent {
	return {
		operatorId,
		deviceId: '0'.repeat(16),
		agentId: String(number).padStart(16, '0'),
		kind: 'codex',
		status: 'working',
		statusSince: NOW,
		repo: 'github.com/acme/api',
		errors: 0,
		touches: touches.map(([path, mode, at = NOW]) => ({ path, mode, at })),
		...changes,
	};
}

/** Tells the index of the agents as they are now, each instead of what it was. */
class Told {
	readonly index = new CollisionIndex();
	readonly #agents = new Map<string, Agent>();

	put(...agents: Agent[]): this {
		const changes: AgentChange[] = agents.map((after) => ({ key: agentKey(after), before: this.#agents.get(agentKey(after)), after }));
		for (const agent of agents) this.#agents.set(agentKey(agent), agent);
		this.index.apply(changes);
		return this;
	}

	remove(agent: Agent): this {
		const before = this.#agents.get(agentKey(agent));
		this.#agents.delete(agentKey(agent));
		this.index.apply([{ key: agentKey(agent), before, after: undefined }]);
		return this;
	}

	found = (now = NOW) =>
		this.index.list(now).map(({ path, severity, contenders }) => [path, severity, contenders.map((each) => each.operatorId)]);
}
const told = (...agents: Agent[]) => new Told().put(...agents);

describe('collisions', () => {
	test('[C1] two operators who edit one file of one repository', () => {
		expect(told(agentOf('jake', 1, [['a.ts', 'edit', NOW - 1]]), agentOf('andrew', 2, [['a.ts', 'edit']])).found()).toEqual([
			['a.ts', 'collision', ['andrew', 'jake']],
		]);
	});

	test('[C1] not in another repository, not in another file', () => {
		expect(
			told(agentOf('jake', 1, [['a.ts', 'edit']]), agentOf('andrew', 2, [['a.ts', 'edit']], { repo: 'github.com/acme/web' })).found(),
		).toEqual([]);
		expect(told(agentOf('jake', 1, [['a.ts', 'edit']]), agentOf('andrew', 2, [['b.ts', 'edit']])).found()).toEqual([]);
	});

	test('[C2] one operator with two agents does not collide', () => {
		expect(told(agentOf('jake', 1, [['a.ts', 'edit']]), agentOf('jake', 2, [['a.ts', 'edit']])).found()).toEqual([]);
	});

	test('[C2] with another operator each of them counts', () => {
		const found = told(
			agentOf('jake', 1, [['a.ts', 'edit', NOW - 2]]),
			agentOf('jake', 2, [['a.ts', 'edit', NOW - 1]]),
			agentOf('andrew', 3, [['a.ts', 'edit']]),
		).found();
		expect(found).toEqual([['a.ts', 'collision', ['andrew', 'jake', 'jake']]]);
	});

	test('[C3] touches of the last 30 minutes count, older ones do not', () => {
		const both = told(agentOf('jake', 1, [['a.ts', 'edit', NOW]]), agentOf('andrew', 2, [['a.ts', 'edit', NOW + 5]]));
		expect(both.found(NOW + COLLISION_WINDOW_MS)).toHaveLength(1);
		expect(both.found(NOW + COLLISION_WINDOW_MS + 1)).toEqual([]);
	});

	test('[C4] one edits and the other reads: a note. Both read: nothing', () => {
		expect(told(agentOf('jake', 1, [['a.ts', 'edit']]), agentOf('andrew', 2, [['a.ts', 'read']])).found()).toEqual([
			['a.ts', 'note', ['jake', 'andrew']],
		]);
		expect(told(agentOf('jake', 1, [['a.ts', 'read']]), agentOf('andrew', 2, [['a.ts', 'read']])).found()).toEqual([]);
	});

	test('[C4] an edit by one operator and one by the same operator’s other agent is still a note to a reader', () => {
		expect(
			told(
				agentOf('jake', 1, [['a.ts', 'edit']]),
				agentOf('jake', 2, [['a.ts', 'edit']]),
				agentOf('andrew', 3, [['a.ts', 'read']]),
			).found(),
		).toEqual([['a.ts', 'note', expect.anything()]]);
	});

	test('[C4] an edit that grew old leaves readers to themselves', () => {
		const found = told(
			agentOf('jake', 1, [['a.ts', 'edit', NOW - COLLISION_WINDOW_MS - 1]]),
			agentOf('andrew', 2, [['a.ts', 'read']]),
			agentOf('eve', 3, [['a.ts', 'read']]),
		).found();
		expect(found).toEqual([]);
	});

	test('[C5] branches do not matter, and renaming one changes nothing', () => {
		const room = told(
			agentOf('jake', 1, [['a.ts', 'edit']], { branch: 'one' }),
			agentOf('andrew', 2, [['a.ts', 'edit']], { branch: 'two' }),
		);
		expect(room.found()).toHaveLength(1);
		expect(room.put(agentOf('jake', 1, [['a.ts', 'edit']], { branch: 'renamed' })).found()).toHaveLength(1);
	});

	test('[C9] an agent that waits, is idle or failed still has its change on its machine', () => {
		for (const status of ['waiting', 'idle', 'error', 'unknown'] as const) {
			expect(told(agentOf('jake', 1, [['a.ts', 'edit']], { status }), agentOf('andrew', 2, [['a.ts', 'edit']])).found()).toHaveLength(1);
		}
	});

	test('[C9] an agent that is gone collides no more', () => {
		const jake = agentOf('jake', 1, [['a.ts', 'edit']]);
		expect(
			told(jake, agentOf('andrew', 2, [['a.ts', 'edit']]))
				.remove(jake)
				.found(),
		).toEqual([]);
	});

	test('worst first, then newest', () => {
		const room = told(
			agentOf('jake', 1, [
				['note.ts', 'edit', NOW + 9],
				['old.ts', 'edit', NOW],
				['new.ts', 'edit', NOW],
			]),
			agentOf('andrew', 2, [
				['note.ts', 'read'],
				['old.ts', 'edit', NOW + 1],
				['new.ts', 'edit', NOW + 2],
			]),
		);
		expect(room.found(NOW + 10).map(([path]) => path)).toEqual(['new.ts', 'old.ts', 'note.ts']);
	});

	test('the index follows an agent that drops files, or moves to another repository', () => {
		const andrew = agentOf('andrew', 2, [
			['a.ts', 'edit'],
			['b.ts', 'edit'],
		]);
		const room = told(
			agentOf('jake', 1, [
				['a.ts', 'edit'],
				['b.ts', 'edit'],
			]),
			andrew,
		);
		expect(room.found()).toHaveLength(2);
		expect(room.put(agentOf('jake', 1, [['b.ts', 'edit']])).found()).toEqual([['b.ts', 'collision', expect.anything()]]);
		expect(room.put(agentOf('jake', 1, [['b.ts', 'edit']], { repo: 'github.com/acme/web' })).found()).toEqual([]);
		expect(room.put({ ...andrew, repo: 'github.com/acme/web' }).found()).toEqual([['b.ts', 'collision', expect.anything()]]);
	});

	test('whatever happens in a room, the index finds what a look at everything finds', () => {
		let seed = 7;
		const random = (below: number) => {
			seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
			return seed % below;
		};
		const room = new Told();
		const agents = new Map<number, Agent>();
		for (let step = 0; step < 3_000; step++) {
			const number = random(12);
			const known = agents.get(number);
			if (known !== undefined && random(5) === 0) {
				agents.delete(number);
				room.remove(known);
			} else {
				const touches: Touch[] = ['a', 'b', 'c', 'd']
					.filter(() => random(2) === 0)
					.map((path) => [path, random(2) === 0 ? 'edit' : 'read', NOW - random(COLLISION_WINDOW_MS * 2)]);
				const agent = agentOf(`operator-${number % 4}`, number, touches, { repo: `repo-${random(2)}` });
				agents.set(number, agent);
				room.put(agent);
			}
			const found = room.index.list(NOW).map(({ repo, path, severity }) => `${repo} ${path} ${severity}`);
			expect(found.sort()).toEqual(everything([...agents.values()]).sort());
		}
	});
});

/** The rules C1 to C4, without any index. */
function everything(agents: Agent[]): string[] {
	const recent = agents.flatMap((agent) =>
		agent.touches
			.filter((touch) => NOW - touch.at <= COLLISION_WINDOW_MS)
			.map((touch) => ({ ...touch, repo: agent.repo, operatorId: agent.operatorId })),
	);
	const files = new Set(recent.map(({ repo, path }) => `${repo} ${path}`));
	return [...files].flatMap((file) => {
		const here = recent.filter(({ repo, path }) => `${repo} ${path}` === file);
		const editors = new Set(here.filter(({ mode }) => mode === 'edit').map(({ operatorId }) => operatorId));
		if (editors.size === 0 || new Set(here.map(({ operatorId }) => operatorId)).size < 2) return [];
		return `${file} ${editors.size > 1 ? 'collision' : 'note'}`;
	});
}

describe('alerts', () => {
	const [collision] = told(agentOf('jake', 1, [['a.ts', 'edit']]), agentOf('andrew', 2, [['a.ts', 'edit']])).index.list(NOW);

	test('[C8] one for each file and pair of people, whoever is named first', () => {
		if (collision === undefined) throw new Error('There is no collision.');
		expect(alertKey(collision, 'jake', 'andrew')).toBe(alertKey(collision, 'andrew', 'jake'));
		expect(alertKey(collision, 'jake', 'andrew')).not.toBe(alertKey(collision, 'jake', 'eve'));
		expect(alertKey(collision, 'jake', 'andrew')).not.toBe(alertKey({ ...collision, path: 'b.ts' }, 'jake', 'andrew'));
		expect([involves(collision, 'jake'), involves(collision, 'eve')]).toEqual([true, false]);
	});
});
