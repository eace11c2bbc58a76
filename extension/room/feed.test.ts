import { expect, test } from 'vitest';
import type { RoomEvent } from '../../shared/room/events.ts';
import { agentOf, deviceOf, MIN, meeting, modelOf, NOW, operatorOf, snapshotOf } from '../../testing/sample-room.ts';
import { NO_FILTER } from './board.ts';
import { feedPasses, isAbout, type Moment, newsOf, withNews } from './feed.ts';
import type { RoomModel } from './room-model.ts';

const momentOf = (model: RoomModel): Moment => ({ operators: new Map(model.state.operators), collisions: model.collisions(NOW) });

function told(model: RoomModel, event: RoomEvent) {
	const before = momentOf(model);
	const changes = model.apply({ event, heardAt: event.at });
	return newsOf(before, momentOf(model), changes, event.at, event.at);
}

const changed = (operatorId: string, patch: Extract<RoomEvent, { type: 'agent-changed' }>['patch']): RoomEvent => ({
	type: 'agent-changed',
	at: NOW,
	operatorId,
	deviceId: deviceOf(operatorId),
	patch,
});

test.for([
	['working', 'waiting', 'waits'],
	['working', 'error', 'failed'],
	['working', 'idle', 'finished'],
	['waiting', 'idle', 'finished'],
	['idle', 'working', 'started'],
	['waiting', 'working', undefined],
] as const)('from %s to %s tells %s', ([from, to, type]) => {
	const agent = agentOf('andrew', { status: from });
	const news = told(modelOf([agent]), changed('andrew', { agentId: agent.agentId, status: to, statusAge: 0 }));
	expect(news.map((entry) => entry.type)).toEqual(type === undefined ? [] : [type]);
});

test('an agent that is new here but old elsewhere did not start just now', () => {
	const model = modelOf([]);
	expect(told(model, snapshotOf([agentOf('andrew', { since: 30 })]))).toEqual([]);
	expect(told(modelOf([]), snapshotOf([agentOf('andrew', { since: 1 })]))).toMatchObject([{ type: 'started', name: 'Andrew' }]);
});

test('[C8] two people’s lines meet, and no longer do; that they share a file is no news', () => {
	const mine = agentOf('jake', { edits: { 'a.ts': 1 } });
	const theirs = agentOf('andrew');
	const model = modelOf([mine, theirs]);
	expect(told(model, changed('andrew', { agentId: theirs.agentId, touches: [{ path: 'a.ts', mode: 'alive', age: 0 }] }))).toEqual([]);
	const collided = told(
		model,
		changed('andrew', { agentId: theirs.agentId, touches: [{ path: 'a.ts', mode: 'alive', age: 0, meets: [mine.agentId] }] }),
	);
	expect(collided).toMatchObject([{ type: 'collided', path: 'a.ts', name: 'Andrew', others: [{ name: 'Jake' }] }]);
	const gone = told(model, { type: 'agent-gone', at: NOW, operatorId: 'andrew', agentId: theirs.agentId });
	expect(gone).toMatchObject([{ type: 'resolved', path: 'a.ts' }]);
});

test('who left is still named', () => {
	const model = modelOf(meeting([agentOf('jake', { edits: { 'a.ts': 1 } }), agentOf('andrew', { edits: { 'a.ts': 1 } })]));
	const news = told(model, { type: 'operator-gone', at: NOW, operatorId: 'andrew' });
	expect(news.map((entry) => [entry.type, entry.name])).toEqual([
		['left', 'Andrew'],
		['resolved', expect.stringMatching(/^(Andrew|Jake)$/)],
	]);
	expect(news.flatMap((entry) => [entry.name, ...(entry.others ?? []).map(({ name }) => name)])).not.toContain('andrew');
});

test('somebody joins', () => {
	expect(told(modelOf([]), { type: 'operator', at: NOW, operator: operatorOf('bea') })).toMatchObject([{ type: 'joined', name: 'Bea' }]);
});

test('newest first, the same thing once, a hundred at most', () => {
	const entry = (id: string, at: number) => ({ id, at, type: 'joined' as const, operatorId: 'a', name: 'A' });
	const feed = withNews([entry('1', NOW)], [entry('1', NOW + 1), entry('2', NOW + 2), entry('3', NOW + 2)]);
	expect(feed.map(({ id }) => id)).toEqual(['3', '2', '1']);
	expect(withNews(feed, [entry('1', NOW + MIN)])).toBe(feed);
	const many = Array.from({ length: 150 }, (_, index) => ({ ...entry(`n${index}`, NOW), operatorId: `person-${index % 10}` }));
	expect(withNews(feed, many)).toHaveLength(100);
});

test('one person’s news, however many, leave room for what others did', () => {
	const entry = (operatorId: string, index: number) => ({
		id: `${operatorId} ${index}`,
		at: NOW,
		type: 'waits' as const,
		operatorId,
		name: 'A',
	});
	const others = Array.from({ length: 30 }, (_, index) => entry('ada', index));
	const flood = Array.from({ length: 1_000 }, (_, index) => entry('mallory', index));
	const feed = withNews(withNews([], others), flood);
	expect(['mallory', 'ada'].map((person) => feed.filter(({ operatorId }) => operatorId === person).length)).toEqual([40, 30]);
});

test('a collision is about everyone in it, and about nobody else', () => {
	const [andrews, theirs] = [agentOf('andrew', { edits: { 'a.ts': 1 } }), agentOf('ada')];
	const model = modelOf([andrews, theirs]);
	const [collided] = told(
		model,
		changed('ada', { agentId: theirs.agentId, touches: [{ path: 'a.ts', mode: 'alive', age: 0, meets: [andrews.agentId] }] }),
	);
	if (collided === undefined) throw new Error('They did not collide.');
	expect(['andrew', 'ada', 'jake'].filter((person) => isAbout(collided, person))).toEqual(['andrew', 'ada']);
});

test('what happened is filtered by the same words and repository as agents', () => {
	const entry = {
		id: '1',
		at: NOW,
		type: 'waits' as const,
		operatorId: 'ada',
		name: 'Ada',
		repo: 'github.com/acme/api',
		task: 'Rate limits',
	};
	expect(feedPasses(entry, { ...NO_FILTER, text: 'ada LIMITS' })).toBe(true);
	expect(feedPasses(entry, { ...NO_FILTER, text: 'jake' })).toBe(false);
	expect(feedPasses(entry, { ...NO_FILTER, repo: 'github.com/acme/web' })).toBe(false);
	expect(feedPasses(entry, { ...NO_FILTER, status: 'idle' })).toBe(true);
});
