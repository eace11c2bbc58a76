import { expect, test } from 'vitest';
import type { Agent } from '../../../shared/room/events.ts';
import { agentOf, deviceOf, MIN, meeting, modelOf, NOW, REPO } from '../../../testing/sample-room.ts';
import type { Pull, SeenPull } from '../../contract/pull.ts';
import { noAlerts } from '../../room/alerts.ts';
import { pageViewOf } from './page-view-of.ts';

const live = { type: 'live' } as const;
const view = (model: ReturnType<typeof modelOf>, repo = REPO, pull?: Pull, pulls: SeenPull[] = []) => {
	const seen = pageViewOf({ model, connection: live, alerts: noAlerts(), seen: pulls }, { repo, pull }, NOW);
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

const levelsOf = ({ files }: ReturnType<typeof view>) =>
	Object.fromEntries(files.map(({ path, pair }) => [path, pair && `${pair.level}${pair.isAlarming ? ', red' : ''}`]));

test('[C8] only an open conflict that involves the viewer is red', () => {
	const agents = [
		agentOf('jake', { edits: { 'mine.ts': 1, 'apart.ts': 1, 'read.ts': 1, 'alone.ts': 1, 'muted.ts': 1 } }),
		agentOf('andrew', { edits: { 'mine.ts': 2, 'apart.ts': 1, 'theirs.ts': 1, 'muted.ts': 1 }, reads: { 'read.ts': 1 } }),
		agentOf('ada', { edits: { 'theirs.ts': 3 } }),
	];
	const model = modelOf(meeting(agents, 'mine.ts', 'theirs.ts', 'muted.ts'));
	const alerts = { ...noAlerts(), mutedFiles: [`${REPO}\0muted.ts`] };
	const seen = pageViewOf({ model, connection: live, alerts, seen: [] }, { repo: REPO, pull: undefined }, NOW) as ReturnType<typeof view>;
	expect(levelsOf(seen)).toEqual({
		'mine.ts': 'conflict, red',
		'apart.ts': 'same file',
		'read.ts': 'reading',
		'alone.ts': undefined,
		'theirs.ts': 'conflict',
		'muted.ts': 'conflict',
	});
	expect(seen.files.find((file) => file.path === 'mine.ts')?.contenders.map(({ at }) => at)).toEqual([NOW - MIN, NOW - 2 * MIN]);
});

test('of several in a file the worst two are told, and of equals those that involve the viewer', () => {
	const edits = { 'a.ts': 1 };
	const [jakes, andrews, adas] = ['jake', 'andrew', 'ada'].map((operatorId) => agentOf(operatorId, { edits })) as [Agent, Agent, Agent];
	const pairIn = (...list: Agent[]) => {
		const { one, other } = view(modelOf(list)).files[0]?.pair ?? {};
		return [one?.operatorId, other?.operatorId].sort();
	};
	expect(pairIn(jakes, ...meeting([andrews, adas]))).toEqual(['ada', 'andrew']);
	expect(pairIn(...meeting([andrews, adas, jakes]))).toContain('jake');
});

test('[C9] of a machine that went away long ago the change is told with its age, and who it was, but no agent', () => {
	const alive = (operatorId: string) => agentOf(operatorId, { touches: [{ path: 'a.ts', mode: 'alive', at: NOW - 13 * 60 * MIN }] });
	const gone = { type: 'reporter-gone', at: NOW - 60 * MIN, operatorId: 'andrew', deviceId: deviceOf('andrew') } as const;
	const model = modelOf(meeting([alive('jake'), alive('andrew')]), gone, {
		type: 'beat',
		at: NOW,
		operatorId: 'jake',
		deviceId: deviceOf('jake'),
	});
	const seen = view(model);
	expect(seen.agents.map(({ operatorId }) => operatorId)).toEqual(['jake']);
	expect(seen.people.map(({ name }) => name)).toEqual(['Jake', 'Andrew']);
	const { pair } = seen.files[0] ?? {};
	expect(pair?.level).toBe('conflict');
	expect(pair?.one.operatorId === 'andrew' ? pair.offlineSince : [pair?.offlineSince.other, pair?.offlineSince.one]).toEqual([
		NOW - 60 * MIN,
		undefined,
	]);
});

const FORK = 'github.com/Ada/api';
const forked: Pull = { repo: REPO, number: 12, base: 'main', head: 'docs', headRepo: FORK, files: [], isUnmarked: false };
const inFork = (edits: Record<string, number>, branch = 'docs') => agentOf('ada', { repo: 'github.com/ada/api', branch, edits });

test('[A7] on a fork’s pull request an agent whose clone knows only the fork is at work on its branch, and marked', () => {
	const seen = view(modelOf([inFork({ 'README.md': 1 })]), REPO, forked, [
		{ repo: FORK, head: 'docs', headRepo: undefined, number: 3, source: 'header' },
		{ repo: REPO, head: 'docs', headRepo: FORK, number: 12, source: 'header' },
	]);
	expect(seen.files.map((file) => file.path)).toEqual(['README.md']);
	expect(seen.people.map((person) => person.name)).toEqual(['Ada']);
	expect(seen.agents).toMatchObject([{ branch: 'docs', head: 'github.com/ada/api', pull: 12 }]);
});

test('the fork’s agents on other branches, and on pages of other pull requests and repositories, are not marked', () => {
	const agents = modelOf([inFork({ 'README.md': 1 }), inFork({ 'LICENSE.md': 1 }, 'main')]);
	const paths = (repo: string, pull: Pull | undefined) => view(agents, repo, pull).files.map((file) => file.path);
	expect(paths(REPO, forked)).toEqual(['README.md']);
	expect(paths(REPO, undefined)).toEqual([]);
	expect(paths(REPO, { ...forked, number: 7, head: 'login', headRepo: undefined })).toEqual([]);
	expect(paths('github.com/acme/web', forked)).toEqual([]);
});

test('[A7] a list is told who is on a fork’s pull request, and nothing of the files there', () => {
	const agents = modelOf([inFork({ 'README.md': 1 }), inFork({ 'LICENSE.md': 1 }, 'main')]);
	const seen = view(agents, REPO, undefined, [{ repo: REPO, head: 'docs', headRepo: FORK, number: 12, source: 'payload' }]);
	expect(seen.agents.map(({ branch, pull }) => [branch, pull])).toEqual([['docs', 12]]);
	expect(seen.files).toEqual([]);
});

test('[C1] the same path in the fork and in the repository is not one file: neither collides for it', () => {
	const agents = [agentOf('jake', { edits: { 'README.md': 1, 'both.md': 1 } }), agentOf('andrew', { edits: { 'both.md': 2 } })];
	const seen = view(modelOf([...meeting(agents), inFork({ 'README.md': 2, 'both.md': 3 })]), REPO, forked);
	expect(seen.files.map(({ path, pair, contenders }) => [path, pair?.level ?? 'touched', contenders.length])).toEqual([
		['README.md', 'touched', 1],
		['both.md', 'conflict', 2],
		['README.md', 'touched', 1],
		['both.md', 'touched', 1],
	]);
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
	const reason = (over: Partial<typeof shown> | { connection: unknown }) =>
		pageViewOf({ ...shown, ...over } as typeof shown, { repo: REPO, pull: undefined }, NOW);
	expect(pageViewOf(undefined, { repo: REPO, pull: undefined }, NOW)).toEqual({ type: 'unavailable', repo: REPO, reason: 'no-room' });
	expect(reason({ connection: { type: 'refused', refusal: 'removed' } })).toMatchObject({ reason: 'removed' });
	expect(reason({ connection: { type: 'refused', refusal: 'room-unknown' } })).toMatchObject({ reason: 'deleted' });
	expect(reason({ connection: { type: 'connecting', since: NOW - 6_001 } })).toMatchObject({ type: 'room', staleSince: NOW });
});

test('a connection that is made anew after a sleep is no reason to grey what is marked', () => {
	for (const connection of [{ type: 'resting' } as const, { type: 'connecting', since: NOW - 6_000 } as const]) {
		const shown = { model: modelOf([]), connection, alerts: noAlerts(), seen: [] };
		expect(pageViewOf(shown, { repo: REPO, pull: undefined }, NOW)).toMatchObject({ staleSince: undefined });
	}
});
