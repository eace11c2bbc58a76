import { expect, test } from 'vitest';
import { columns } from '../terminal/columns.ts';
import { endingOf, type Row, repoCells, stateOf } from './agent-words.ts';

const MINUTE = 60_000;
const edited = (path: string) => ({ path, mode: 'edit' as const, age: 0 });
const row = (change: Partial<Row>): Row => ({
	agentId: '0000000000000001',
	kind: 'codex',
	status: 'working',
	statusAge: 12 * MINUTE,
	lastActiveAge: null,
	title: 'Login',
	task: 'Cover it with tests',
	plan: null,
	planned: [],
	repo: 'github.com/acme/api',
	branch: 'feat/login',
	head: null,
	touches: [edited('src/auth/login.ts'), edited('src/http/limits.ts')],
	errors: 0,
	tokens: null,
	cwd: null,
	...change,
});

test('one that works and is silent for minutes is told apart, with the clock of its silence', () => {
	expect(stateOf(row({ lastActiveAge: 9 * MINUTE }))).toEqual({ seen: 'silent', words: 'silent   9 min' });
	expect(stateOf(row({ lastActiveAge: MINUTE }))).toEqual({ seen: 'working', words: 'working  12 min' });
	expect(stateOf(row({ lastActiveAge: 9 * MINUTE, statusAge: MINUTE }))).toEqual({ seen: 'working', words: 'working  1 min' });
	expect(stateOf(row({ lastActiveAge: 9 * MINUTE, status: 'waiting' })).seen).toBe('waiting');
	expect(stateOf(row({})).seen).toBe('working');
});

test('a wide terminal names the newest file, a narrower one counts, the narrowest keeps the task', () => {
	const wordsAt = (space: number) => {
		const { task, tail } = endingOf(row({}), { space, hasBranch: true, hasFiles: true });
		return [task, ...tail].map((cell) => cell.trimEnd());
	};
	const task = 'Login · Cover it with tests';
	expect(wordsAt(140)).toEqual([task, 'feat/login', 'src/auth/login.ts  +1']);
	expect(wordsAt(80)).toEqual([task, 'feat/login', '2 files']);
	expect(wordsAt(30)).toEqual([task]);
});

test('where agents of several repositories stand by themselves each names its own, by as few words as tell them apart', () => {
	const cells = repoCells(['github.com/acme/api', 'github.com/acme/web', null, 'local/notes@0123456789ab', 'github.com/acme/api']);
	expect(cells).toEqual(
		new Map([
			['github.com/acme/api', 'api  '],
			['github.com/acme/web', 'web  '],
			['local/notes@0123456789ab', 'notes'],
		]),
	);
	expect([...repoCells(['github.com/acme/api', 'github.com/umbrella/api', 'gitlab.com/acme/web']).values()]).toEqual([
		'acme/api    ',
		'umbrella/api',
		'web         ',
	]);
	expect(repoCells(['github.com/acme/api', null, 'github.com/acme/api'])).toEqual(new Map());
	const [long = ''] = repoCells([`github.com/acme/${'a-long-name-'.repeat(9)}`, 'github.com/acme/\u001b[2J']).values();
	expect(columns(long)).toBe(16);
});

test('a repository is named before files are, and not at the expense of the task', () => {
	const wordsAt = (space: number) => {
		const { task, tail } = endingOf(row({}), { space, hasBranch: true, hasFiles: true, repo: 'acme/api' });
		return [task, ...tail].map((cell) => cell.trimEnd());
	};
	const task = 'Login · Cover it with tests';
	expect(wordsAt(140)).toEqual([task, 'acme/api', 'feat/login', 'src/auth/login.ts  +1']);
	expect(wordsAt(100)).toEqual([task, 'acme/api', 'feat/login', '2 files']);
	expect(wordsAt(60)).toEqual(['Login · Cover it with te…', 'feat/login', '2 files']);
	expect(wordsAt(30)).toEqual([task]);
});

test('cells stand below each other, whatever is in them', () => {
	const touches = [edited(`${'深い/'.repeat(30)}login.ts`)];
	for (const agent of [row({}), row({ touches }), row({ touches: [] }), row({ branch: 'b'.repeat(90) })]) {
		const { task, tail } = endingOf(agent, { space: 140, hasBranch: true, hasFiles: true });
		expect(columns([task, ...tail].join('  '))).toBe(140);
	}
});
