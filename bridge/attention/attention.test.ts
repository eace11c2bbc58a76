import { describe, expect, test } from 'vitest';
import { NO_QUIET_HOURS } from '../../shared/alerts/quiet-hours.ts';
import { type ToldAlerts, toldAlerts } from '../../shared/alerts/told-alerts.ts';
import { agentOf, MIN, meeting, modelOf, NOW, REPO } from '../../testing/sample-room.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import { DEFAULT_SETTINGS } from '../rooms/settings.ts';
import { dueOf, type WarnedRoom } from './attention.ts';
import { messagesOf } from './words.ts';

const KEY = 'https://pylon.acme.dev acme';
const quiet = { hours: NO_QUIET_HOURS, muted: {} };
const NOTHING = toldAlerts.parse({});

type Agents = Parameters<typeof modelOf>[0];
const roomOf = (agents: Agents, more: Partial<WarnedRoom> = {}): WarnedRoom => ({
	key: KEY,
	you: 'jake',
	collisions: modelOf(agents).collisions(NOW),
	isHeard: true,
	nameOf: (id) => (id === 'andrew' ? 'Andrew' : undefined),
	mayName: false,
	...more,
});
const inFile = (path: string, branch = 'main') =>
	meeting([agentOf('jake', { branch, edits: { [path]: 1 } }), agentOf('andrew', { branch, edits: { [path]: 1 } })]);
const waiting = (agentId: string, minutes: number): LocalAgent =>
	({ agentId, kind: 'codex', status: 'waiting', statusSince: NOW - minutes * MIN, repo: REPO, task: 'Secret task' }) as LocalAgent;

interface Look {
	rooms?: WarnedRoom[];
	agents?: LocalAgent[];
	told?: ToldAlerts;
	minutes?: number;
	quiet?: typeof quiet;
	place?: 'desktop' | 'webhook';
}

/** What is said at a look, and what is remembered of it. */
function look({ rooms = [], agents = [], told = NOTHING, minutes = 0, place = 'webhook', ...more }: Look) {
	const now = NOW + minutes * MIN;
	const { due, speech } = dueOf({ rooms, agents, told, now, settings: DEFAULT_SETTINGS, webhook: undefined, quiet, ...more });
	return { said: messagesOf(due, speech(place)).map(({ title, lines }) => [title, ...lines].join(' | ')), told: due.record };
}

describe('an agent that waits', () => {
	test('[N1] is told of once it has waited eight minutes, and once only', () => {
		const agents = [waiting('a'.repeat(16), 7)];
		const early = look({ agents });
		expect(early.said).toEqual([]);
		const first = look({ agents, told: early.told, minutes: 1 });
		expect(first.said).toEqual(['Your Codex waits for you | 8 min · acme/api']);
		expect(look({ agents, told: first.told, minutes: 60 }).said).toEqual([]);
	});

	test('[N1] is told of again when it waits anew', () => {
		const first = look({ agents: [waiting('a'.repeat(16), 20)] });
		const between = look({ agents: [], told: first.told, minutes: 5 });
		expect(look({ agents: [waiting('a'.repeat(16), 9)], told: between.told }).said).toHaveLength(1);
	});

	test('[N6] is told to a webhook without what it works on, which the desktop says', () => {
		const agents = [waiting('a'.repeat(16), 8)];
		expect(look({ agents }).said.join()).not.toContain('Secret task');
		expect(look({ agents, place: 'desktop' }).said.join()).toContain('Secret task');
	});
});

describe('a conflict', () => {
	test('[N1] is told once for a pair of people and branches, however many files', () => {
		const first = look({ rooms: [roomOf([...inFile('src/login.ts'), ...inFile('src/b.ts')])] });
		expect(first.said).toHaveLength(1);
		const more = look({
			rooms: [roomOf([...inFile('src/login.ts'), ...inFile('src/b.ts'), ...inFile('src/c.ts')])],
			told: first.told,
			minutes: 5,
		});
		expect(more.said).toEqual([]);
		expect(look({ rooms: [roomOf(inFile('src/login.ts', 'other'))], told: first.told, minutes: 6 }).said).toHaveLength(1);
	});

	test('[N1] is told once also where the room is away for hours, as while a bridge starts anew', () => {
		const first = look({ rooms: [roomOf(inFile('src/login.ts'))] });
		const away = look({ rooms: [roomOf([], { isHeard: false })], told: first.told, minutes: 120 });
		expect(look({ rooms: [roomOf(inFile('src/login.ts'))], told: away.told, minutes: 121 }).said).toEqual([]);
		const gone = look({ rooms: [roomOf([])], told: first.told, minutes: 120 });
		expect(look({ rooms: [roomOf(inFile('src/login.ts'))], told: gone.told, minutes: 121 }).said).toHaveLength(1);
	});

	test('[N6] names nobody outside where the room does not allow it; one’s own desktop does', () => {
		const rooms = [roomOf(inFile('src/login.ts'))];
		expect(look({ rooms }).said).toEqual(['A conflict in login.ts | src/login.ts · acme/api | with a teammate’s work']);
		expect(look({ rooms, place: 'desktop' }).said.join()).toContain('with Andrew’s work');
		expect(look({ rooms: [roomOf(inFile('src/login.ts'), { mayName: true })] }).said.join()).toContain('with Andrew’s work');
	});

	test('[N2] is not told where its file or person is muted, in that room', () => {
		const rooms = [roomOf(inFile('src/login.ts'))];
		const muting = (room: string, key: string, isMuted = true) => ({ ...quiet, muted: { [room]: { [key]: { isMuted, at: 1 } } } });
		expect(look({ rooms, quiet: muting(KEY, `${REPO}\0src/login.ts`) }).said).toEqual([]);
		expect(look({ rooms, quiet: muting(KEY, 'andrew') }).said).toEqual([]);
		expect(look({ rooms, quiet: muting(KEY, 'andrew', false) }).said).toHaveLength(1);
		expect(look({ rooms, quiet: muting('https://pylon.acme.dev other', 'andrew') }).said).toHaveLength(1);
	});

	test('what is remembered of it says nobody’s name, branch or file', () => {
		const { told } = look({ rooms: [roomOf(inFile('src/login.ts', 'secret-branch'))] });
		expect(Object.keys(told.raised)).toHaveLength(1);
		expect(JSON.stringify(told)).not.toMatch(/andrew|secret-branch|login/);
	});

	test('a name and a path of several lines are one line each', () => {
		const rooms = [roomOf(inFile('src/a\nb.ts'), { mayName: true, nameOf: () => 'An\ndrew' })];
		for (const line of look({ rooms }).said) expect(line).not.toContain('\n');
	});
});

test('[N1] more than three at a time are told as one', () => {
	const branches = ['one', 'two', 'three'].flatMap((branch) => inFile(`src/${branch}.ts`, branch));
	const agents = [waiting('a'.repeat(16), 9), waiting('b'.repeat(16), 9)];
	const { said, told } = look({ rooms: [roomOf(branches)], agents });
	expect(said).toEqual(['3 files in conflict | 2 agents of yours wait for you | in one.ts, two.ts, three.ts']);
	expect(look({ rooms: [roomOf(branches)], agents, told, minutes: 30 }).said).toEqual([]);
});

test('[N2] in quiet hours nothing is told, and what persists is told at their end', () => {
	const rooms = [roomOf(inFile('src/login.ts'))];
	const agents = [waiting('a'.repeat(16), 9)];
	const night = { ...quiet, hours: { isOn: true, from: '00:00', to: '23:59' } };
	const during = look({ rooms, agents, quiet: night });
	expect(during.said).toEqual([]);
	expect(look({ rooms, agents, told: during.told }).said).toHaveLength(2);
});
