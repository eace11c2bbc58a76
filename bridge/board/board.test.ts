import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { columns } from '../terminal/columns.ts';
import { safeLine } from '../terminal/door.ts';
import { type BoardLook, type BoardState, renderBoard } from './board.ts';
import { RETRY } from './board-keys.ts';
import type { ListedAgent } from './listed-agent.ts';
import type { ListedCollision } from './listed-collision.ts';
import type { RoomAgent, RoomListing } from './listing.ts';
import { unreachableNotice } from './watch-status.ts';

const MINUTE = 60_000;
const local = (change: Partial<ListedAgent>): ListedAgent => ({
	agentId: '0000000000000001',
	kind: 'claude-code',
	status: 'working',
	statusAge: 2 * MINUTE,
	lastActiveAge: 0,
	title: null,
	task: 'Cover the limit with tests',
	plan: null,
	planned: [],
	repo: 'github.com/acme/api',
	branch: 'feature/login',
	head: null,
	touches: [{ path: 'src/auth/login.ts', mode: 'edit', age: 0 }],
	errors: 0,
	tokens: null,
	cwd: '/home/jake/work/api',
	...change,
});
const agent = (change: Partial<RoomAgent>): RoomAgent => ({
	...local({}),
	operatorId: 'jake',
	operatorName: 'Jake',
	shared: true,
	...change,
});
const person = { role: 'member', online: true, paused: false, lastSeenAge: 0 } as const;
const idOf = (number: string) => number.padStart(16, '0');
const contender = (operatorId: string, number: string, change: Partial<ListedCollision['contenders'][number]> = {}) => ({
	operatorId,
	operatorName: operatorId === 'jake' ? 'Jake' : 'Andrew',
	agentId: idOf(number),
	kind: operatorId === 'jake' ? ('claude-code' as const) : ('codex' as const),
	isWorking: true,
	mode: 'edit' as const,
	age: 0,
	branch: null,
	worktree: operatorId,
	lines: null,
	...change,
});
const listing: RoomListing = {
	room: 'acme-sprint',
	server: 'https://pylon.acme.dev',
	you: 'jake',
	view: 'all',
	operators: [
		{ ...person, operatorId: 'jake', name: 'Jake', color: '#3B82F6' },
		{ ...person, operatorId: 'andrew', name: 'Andrew', color: '#F59E0B' },
		{ ...person, operatorId: 'bea', name: 'Bea', color: '#10B981', online: false },
	],
	agents: [
		agent({ status: 'waiting', statusAge: 6 * MINUTE }),
		agent({ operatorId: 'andrew', operatorName: 'Andrew', kind: 'codex', branch: 'fix/session', task: 'Renew them on use' }),
		agent({
			operatorId: 'bea',
			operatorName: 'Bea',
			kind: 'gemini-cli',
			branch: 'fix/session',
			status: 'offline',
			task: null,
			touches: [],
		}),
	],
	collisions: [
		{
			repo: 'github.com/acme/api',
			path: 'src/auth/login.ts',
			level: 'conflict',
			isOwn: false,
			contenders: [contender('jake', '1', { age: MINUTE }), contender('andrew', '2', { age: 3 * MINUTE, branch: 'fix/session' })],
			compared: [{ one: idOf('1'), other: idOf('2'), verdict: 'meets' }],
		},
	],
};
const room: BoardState = { type: 'room', listing };

const NOW = new Date(2026, 10, 26, 12).getTime();
type Look = Omit<BoardLook, 'now'>;
const drawn = (state: BoardState, look: Look): string =>
	renderBoard(state, { now: NOW, ...look })
		.map(safeLine)
		.join('\n');

describe('the board', () => {
	test('puts what needs a person first: the collision, then who waits, then the rest by workstream', () => {
		expect(drawn(room, { width: 80, color: 1 })).toBe(
			[
				'  acme-sprint · Everyone · Jake, Andrew online, 1 away',
				'',
				"  ▌ src/auth/login.ts · Andrew's Codex changed the same lines · 3 min ago, unme…",
				'',
				'  acme/api · feature/login',
				'  ! Jake    Claude Code  waiting  6 min   Cover the limit with tests      1 file',
				'    src/auth/login.ts',
				'',
				'  acme/api · fix/session',
				'  ● Andrew  Codex        working  2 min   Renew them on use               1 file',
				'    src/auth/login.ts',
				'  – Bea     Gemini CLI   offline  2 min',
				'',
			].join('\n'),
		);
	});

	test('is grey while the relay does not answer, and says as of when, in the browser’s words', () => {
		const asOf = new Date(2026, 10, 26, 11, 56).getTime();
		const colors = (state: BoardState) => new Set(drawn(state, { width: 80, color: 24 }).match(/\[(?:3\d|1)[\d;]*m/g));
		expect(colors(room).size).toBeGreaterThan(3);
		// The room's name is bold, and so is what waits.
		expect([...colors({ type: 'room', listing, asOf })]).toEqual(['[1m']);
		expect(drawn({ type: 'room', listing, asOf }, { width: 80, color: 1 })).toContain(
			'acme-sprint · Everyone · as of 11:56 · Jake, Andrew online',
		);
		const file = join(import.meta.dirname, '../../extension/public/_locales/en/messages.json');
		const messages = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { message: string }>;
		const say = (key: string, part: string) => messages[key]?.message.replace('$1', part);
		expect([say('asOf', '11:56'), say('retryNow', '')]).toEqual(['as of 11:56', RETRY]);
		expect(unreachableNotice({ server: 'https://pylon.acme.dev' }, 4 * MINUTE)).toBe(
			[say('relayUnresponsive', 'pylon.acme.dev'), say('showingKnown', '4 min ago'), say('retrying', '')].join(' '),
		);
	});

	test('of many collisions mine and the worst stand in full, the rest is a line for each pair of people, and few of those', () => {
		const pairs = Array.from({ length: 9 }, (_, at) => [at % 2 === 0 ? 'jake' : 'andrew', `other-${at}`] as const);
		const collisions = pairs.map(([one, other], at) => ({
			...(listing.collisions[0] as ListedCollision),
			path: `src/${at}.ts`,
			level: at < 3 ? ('same file' as const) : ('conflict' as const),
			contenders: [contender(one, '1'), { ...contender(other, '2'), operatorName: other }],
			compared: at < 3 ? [] : [{ one: idOf('1'), other: idOf('2'), verdict: 'meets' as const }],
		}));
		const lines = drawn({ type: 'room', listing: { ...listing, agents: [], collisions } }, { width: 100, color: 1 }).split('\n');
		expect(lines.slice(2, 10).map((line) => line.replace(/(\.ts).*/, '$1'))).toEqual([
			'  ▌ src/4.ts',
			'  ▌ src/6.ts',
			'  ▌ src/8.ts',
			'  ▏ other-0 and you · 1 file',
			'  ▏ other-2 and you · 1 file',
			'  ▏ 4 more pairs of people',
			'',
			'  No agent is at work. `pylon invite` brings somebody in.',
		]);
	});

	test('many agents are a line each; of one on its branch that branch stands beside it, of several above them', () => {
		const many = Array.from({ length: 12 }, (_, number) => agent({ branch: `feat/${number}`, title: `Title ${number}`, task: 'Cover it' }));
		const agents = [...many, agent({ branch: 'feat/11', operatorId: 'andrew', operatorName: 'Andrew', task: 'Also there' })];
		const lines = drawn({ type: 'room', listing: { ...listing, agents, collisions: [] } }, { width: 120, color: 1 }).split('\n');
		expect(lines[2]).toMatch(/^ {2}● Jake {4}Claude Code {2}working {2}2 min {3}Title 0 · Cover it +feat\/0 +1 file$/);
		expect(lines.filter((line) => line === '  acme/api · feat/11')).toHaveLength(1);
		expect(lines).toHaveLength(2 + 11 + 1 + 1 + 2 + 1);
		const byPerson = drawn({ type: 'room', listing: { ...listing, agents, collisions: [] } }, { width: 120, color: 1, grouping: 'person' });
		expect(byPerson).toMatch(/\n {2}Jake\n(?: {2}● Jake .*\n){12}/);
	});

	test('many agents of several repositories name theirs where nothing above them does', () => {
		const many = Array.from({ length: 13 }, (_, number) => agent({ branch: `feat/${number}`, task: 'Cover it' }));
		const agents = [
			...many,
			agent({ repo: 'github.com/acme/web', branch: 'main' }),
			agent({ repo: 'github.com/acme/web', branch: 'main' }),
		];
		const lines = (look: Partial<BoardLook>) =>
			drawn({ type: 'room', listing: { ...listing, agents, collisions: [] } }, { width: 120, color: 1, ...look }).split('\n');
		expect(lines({})[2]).toMatch(/ Cover it +api {2}feat\/0 +1 file$/);
		expect(lines({}).filter((line) => line === '  acme/web · main')).toHaveLength(1);
		expect(lines({}).filter((line) => / web {2}main /.test(line))).toEqual([]);
		expect(lines({ grouping: 'person' }).filter((line) => / web {2}main /.test(line))).toHaveLength(2);
		expect(lines({ width: 90 })[2]).toMatch(/ Cover it +feat\/0 +1 file$/);
	});

	test('of many agents those that are idle are one line where a key shows them, and never where agents are sorted by status or filtered', () => {
		const agents = Array.from({ length: 14 }, (_, at) => agent({ branch: `feat/${at}`, status: at < 10 ? 'working' : 'idle' }));
		const state: BoardState = { type: 'room', listing: { ...listing, agents, collisions: [] } };
		const idleIn = (look: Partial<BoardLook>) =>
			drawn(state, { width: 120, color: 1, ...look })
				.split('\n')
				.filter((line) => line.includes('○'));
		expect(idleIn({ foldsIdle: true })).toEqual(['  ○ 4 idle · i shows them']);
		expect(idleIn({})).toHaveLength(4);
		expect(idleIn({ foldsIdle: true, grouping: 'status' })).toHaveLength(4);
		expect(idleIn({ foldsIdle: true, isFiltered: true })).toHaveLength(4);
	});

	test('fits any width, with long and wide text', () => {
		const long = agent({
			task: '説明を書く'.repeat(20),
			branch: 'b'.repeat(200),
			touches: [{ path: `${'深い/'.repeat(60)}login.ts`, mode: 'edit', age: 0 }],
		});
		const collisions = listing.collisions.map((collision) => ({ ...collision, path: `${'deep/'.repeat(40)}login.ts` }));
		const notice = 'The relay at pylon.acme.dev does not answer. Showing what was known 4 minutes ago. Retrying.';
		const named = agent({ operatorName: 'Wilhelmina Featherstonehaugh', status: 'waiting', statusAge: 12 * MINUTE });
		const operators = listing.operators.map((operator) => ({ ...operator, name: `${operator.name} Featherstonehaugh` }));
		const agents = [long, named, ...listing.agents];
		const states: BoardState[] = [
			{ type: 'room', listing: { ...listing, room: 'a-room-with-quite-a-long-name', operators, agents, collisions }, notice },
			{ type: 'room', listing: { ...listing, view: 'jake', operators, agents, collisions }, notice },
			{ type: 'local', agents: [local({})], since: 'yet', subtitle: 'a-room-with-quite-a-long-name cannot be seen', notice },
		];
		for (const width of [40, 45, 50, 60, 80, 120, 200]) {
			for (const state of states) {
				const text = drawn(state, { width, color: 1 });
				for (const line of text.split('\n')) expect([width, line, columns(line) <= width]).toEqual([width, line, true]);
			}
		}
	});

	test('names who is online while there is room, then as many as fit, then counts them', () => {
		const people = ['Jake', 'Andrew', 'Bea', 'Chidi', 'Dora'].map((name) => ({
			...person,
			operatorId: name.toLowerCase(),
			name,
			color: '#3B82F6',
			paused: name === 'Dora',
		}));
		const headAt = (width: number) =>
			drawn({ type: 'room', listing: { ...listing, operators: people } }, { width, color: 1 }).split('\n')[0];
		expect(headAt(80)).toBe('  acme-sprint · Everyone · Jake, Andrew, Bea, Chidi online, Dora ‖ paused');
		expect(headAt(64)).toBe('  acme-sprint · Everyone · Jake, Andrew +2 online, Dora ‖ paused');
		expect(headAt(50)).toBe('  acme-sprint · Everyone · 4 online, 1 ‖ paused');
		expect(headAt(40)).toBe('  acme-sprint · Everyone');
	});

	test('other people’s text cannot steer the terminal', () => {
		const evil = '\u001b[2J\u001b]0;owned\u0007\u202eabc\r\n';
		const agents = [agent({ task: evil, operatorName: evil, branch: evil, touches: [{ path: evil, mode: 'edit', age: 0 }] })];
		const operators = listing.operators.map((operator) => ({ ...operator, name: evil }));
		const text = drawn({ type: 'room', listing: { ...listing, operators, agents } }, { width: 100, color: 1 });
		// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the point.
		expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
	});

	test('colours operators truly where the terminal can, and changes no letter', () => {
		const plain = drawn(room, { width: 80, color: 1 });
		const colored = drawn(room, { width: 80, color: 24 });
		expect(colored).toContain('\u001b[38;2;59;130;246mJake');
		expect(drawn(room, { width: 80, color: 8 })).toContain('\u001b[38;5;');
		expect(plain).not.toContain('\u001b');
		expect(stripVTControlCharacters(colored)).toBe(plain);
	});

	test('fills no more rows than there are, and counts what is cut', () => {
		const lines = drawn(room, { width: 80, color: 1, rows: 6 }).split('\n');
		expect(lines).toHaveLength(6);
		expect(lines.at(-1)).toBe('  … 8 more lines');
	});

	test('of a local machine says so, and what to do where there is nothing', () => {
		const text = drawn({ type: 'local', agents: [local({ repo: null, branch: null })], since: 'yet' }, { width: 80, color: 1 });
		expect(text).toContain('This machine · local: nothing is shared, nothing is connected');
		expect(text).toContain('/home/jake/work/api');
		expect(drawn({ type: 'local', agents: [], since: 'in the last 2h' }, { width: 80, color: 1 })).toContain(
			'No agent has worked here in the last 2h.',
		);
	});

	test('of a machine whose room is not shown says which, and nothing of what is shared', () => {
		const state: BoardState = { type: 'local', agents: [], since: 'yet', subtitle: 'acme-sprint cannot be seen', notice: 'Retrying.' };
		expect(drawn(state, { width: 80, color: 1 })).toMatch(/^ {2}This machine · acme-sprint cannot be seen\n {2}Retrying\.\n/);
	});

	test('orders a local machine’s agents alike: who waits comes first', () => {
		const agents = [
			local({ status: 'idle', task: 'last' }),
			local({ task: 'second', branch: 'b' }),
			local({ status: 'waiting', task: 'first', branch: 'c' }),
		];
		const text = drawn({ type: 'local', agents, since: 'yet' }, { width: 80, color: 1 });
		expect(text.match(/first|second|last/g)).toEqual(['first', 'second', 'last']);
	});

	test('marks an agent of mine that the room does not hear of', () => {
		const mine = { ...listing, view: 'mine', agents: [agent({ shared: false })] };
		expect(drawn({ type: 'room', listing: mine }, { width: 80, color: 1 })).toContain('not shared');
	});

	test('[R12] tells two of a name apart by their ids, in every place, whatever the room for them', () => {
		const operators = listing.operators.map((each) =>
			each.operatorId === 'bea' ? { ...each, operatorId: 'jake-2', name: 'JAKE', online: true } : each,
		);
		const agents = [agent({}), agent({ operatorId: 'jake-2', operatorName: 'JAKE', kind: 'codex' })];
		const [collision] = listing.collisions;
		const contenders = collision?.contenders.map((each) =>
			each.operatorId === 'andrew' ? { ...each, operatorId: 'jake-2', operatorName: 'JAKE' } : each,
		);
		const collisions = collision === undefined ? [] : [{ ...collision, contenders: contenders ?? [] }];
		const text = drawn({ type: 'room', listing: { ...listing, operators, agents, collisions } }, { width: 100, color: 1 });
		expect(text).toContain('Jake (jake), Andrew, JAKE (jake-2) online');
		expect(text).toContain("JAKE (jake-2)'s Codex changed the same lines");
		expect(text).toMatch(/● Jake \(jake\) {4}Claude Code/);
		expect(text).toMatch(/● JAKE \(jake-2\) {2}Codex/);
		const long = operators.map((each) => ({ ...each, name: each.name.toLowerCase() === 'jake' ? 'Jake of the long name' : each.name }));
		const cut = drawn({ type: 'room', listing: { ...listing, operators: long, agents, collisions: [] } }, { width: 60, color: 1 });
		expect(cut).toContain('(jake) ');
		expect(cut).toContain('(jake-2) ');
	});
});
