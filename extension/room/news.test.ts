import { expect, test } from 'vitest';
import type { RoomEvent } from '../../shared/room/events.ts';
import { agentOf, deviceOf, MIN, meeting, modelOf, NOW, operatorOf, snapshotOf } from '../../testing/sample-room.ts';
import { isAbout } from './feed.ts';
import { type Moment, newsOf } from './news.ts';
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
	const shares = told(model, changed('andrew', { agentId: theirs.agentId, touches: [{ path: 'a.ts', mode: 'alive', age: 0 }] }));
	expect(shares.map(({ type }) => type)).toEqual(['edited']);
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

test('a collision is about everyone in it, and about nobody else', () => {
	const [andrews, theirs] = [agentOf('andrew', { edits: { 'a.ts': 1 } }), agentOf('ada')];
	const model = modelOf([andrews, theirs]);
	const [, collided] = told(
		model,
		changed('ada', { agentId: theirs.agentId, touches: [{ path: 'a.ts', mode: 'alive', age: 0, meets: [andrews.agentId] }] }),
	);
	if (collided === undefined) throw new Error('They did not collide.');
	expect(['andrew', 'ada', 'jake'].filter((person) => isAbout(collided, person))).toEqual(['andrew', 'ada']);
});

test('files that an agent edits are news, once, and reading or landing is none', () => {
	const agent = agentOf('andrew', { edits: { 'a.ts': 5 } });
	const model = modelOf([agent]);
	const touched = (path: string, mode: 'alive' | 'edit' | 'landed' | 'read', age: number) =>
		told(model, changed('andrew', { agentId: agent.agentId, touches: [{ path, mode, age }] }));
	expect(touched('b.ts', 'edit', 0)).toMatchObject([{ type: 'edited', at: NOW, files: ['b.ts'], name: 'Andrew', branch: 'main' }]);
	expect(touched('b.ts', 'alive', 0)).toEqual([]);
	expect(touched('c.ts', 'read', 0)).toEqual([]);
	expect(touched('a.ts', 'landed', 5 * MIN)).toEqual([]);
	expect(touched('a.ts', 'edit', 2 * MIN)).toMatchObject([{ type: 'edited', at: NOW - 2 * MIN, files: ['a.ts'] }]);
});

test('what an agent that is new here edited long ago is no news', () => {
	expect(told(modelOf([]), snapshotOf([agentOf('andrew', { since: 30, edits: { 'a.ts': 30, 'b.ts': 1 } })]))).toMatchObject([
		{ type: 'edited', files: ['b.ts'] },
	]);
});
