import { expect, test } from 'vitest';
import { noAlerts } from '../live/alerts.ts';
import { agentOf, deviceOf, MIN, modelOf, NOW, REPO } from '../live/sample-room.ts';
import { pageViewOf } from './page-view-of.ts';

const live = { type: 'live' } as const;
const view = (model: ReturnType<typeof modelOf>, repo = REPO) => {
	const seen = pageViewOf({ model, connection: live, alerts: noAlerts(), seen: [] }, repo, NOW);
	if (seen.type !== 'room') throw new Error(`The room is ${seen.reason}.`);
	return seen;
};

test('a page is told of its own repository and of nothing else', () => {
	const seen = view(
		modelOf([
			agentOf('jake', { edits: { 'a.ts': 1 } }),
			agentOf('andrew', { repo: 'github.com/acme/secret', task: 'Secret', edits: { 'x.ts': 1 } }),
		]),
		'github.com/Acme/API',
	);
	expect(seen.files.map((file) => file.path)).toEqual(['a.ts']);
	expect(seen.people.map((person) => person.name)).toEqual(['Jake']);
	expect(JSON.stringify(seen)).not.toContain('Secret');
});

test('only a collision that involves the viewer is red', () => {
	const seen = view(
		modelOf([
			agentOf('jake', { edits: { 'mine.ts': 1, 'note.ts': 1, 'alone.ts': 1 } }),
			agentOf('andrew', { edits: { 'mine.ts': 2, 'theirs.ts': 1 }, reads: { 'note.ts': 1 } }),
			agentOf('ada', { edits: { 'theirs.ts': 3 } }),
		]),
	);
	const severities = Object.fromEntries(seen.files.map((file) => [file.path, file.severity]));
	expect(severities).toEqual({ 'mine.ts': 'collision-mine', 'note.ts': 'note', 'alone.ts': 'touched', 'theirs.ts': 'collision' });
	expect(seen.files.find((file) => file.path === 'mine.ts')?.contenders.map(({ at }) => at)).toEqual([NOW - MIN, NOW - 2 * MIN]);
});

test('who was in a file half a day ago is no longer in it', () => {
	expect(view(modelOf([agentOf('jake', { edits: { 'old.ts': 12 * 60 + 1, 'new.ts': 1 } })])).files.map((file) => file.path)).toEqual([
		'new.ts',
	]);
});

test('[F3] an agent whose machine went away is offline since then, not since its status began', () => {
	const gone = { type: 'reporter-gone', at: NOW, operatorId: 'andrew', deviceId: deviceOf('andrew') } as const;
	const seen = view(modelOf([agentOf('andrew', { since: 40 })], gone));
	expect(seen.agents[0]).toMatchObject({ status: 'offline', statusSince: NOW });
});

test('no room, removed, deleted and not yet connected are told apart', () => {
	const shown = { model: modelOf([]), connection: live, alerts: noAlerts(), seen: [] };
	const reason = (over: Partial<typeof shown> | { connection: unknown }) => pageViewOf({ ...shown, ...over } as typeof shown, REPO, NOW);
	expect(pageViewOf(undefined, REPO, NOW)).toEqual({ type: 'unavailable', reason: 'no-room' });
	expect(reason({ connection: { type: 'refused', refusal: 'removed' } })).toMatchObject({ reason: 'removed' });
	expect(reason({ connection: { type: 'refused', refusal: 'room-unknown' } })).toMatchObject({ reason: 'deleted' });
	expect(reason({ connection: { type: 'connecting', since: NOW - 6_001 } })).toMatchObject({ type: 'room', staleSince: NOW });
});

test('a connection that is made anew after a sleep is no reason to grey what is marked', () => {
	for (const connection of [{ type: 'resting' } as const, { type: 'connecting', since: NOW - 6_000 } as const]) {
		expect(pageViewOf({ model: modelOf([]), connection, alerts: noAlerts(), seen: [] }, REPO, NOW)).toMatchObject({
			staleSince: undefined,
		});
	}
});
