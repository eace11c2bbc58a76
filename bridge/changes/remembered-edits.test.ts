/** What agents edited outlives the bridge, in a file that nobody has to trust. */
import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CHANGE_MAX_MS } from '../../shared/limits.ts';
import { Scratch } from '../../testing/scratch.ts';
import type { Edit } from './edit.ts';
import { type AgentEdits, RememberedEdits } from './remembered-edits.ts';

const NOW = 1_764_230_400_000;

let scratch: Scratch;
let problems: string[];
beforeEach(() => {
	scratch = new Scratch();
	problems = [];
});
afterEach(() => scratch.remove());

const remembered = () => new RememberedEdits(scratch.home, (problem) => problems.push(problem));
const edit = (path: string, more: Partial<Edit> = {}): Edit => ({
	worktreeTop: '/home/mara/api',
	root: '/home/mara/api',
	branch: 'fix',
	path,
	at: NOW - 60_000,
	...more,
});
const agentWith = (...edits: Edit[]): AgentEdits => ({ agentId: '0123456789abcdef', kind: 'codex', edits });

test('[C10] what was kept is there after a restart, by worktree and branch', () => {
	const agents = [
		agentWith(edit('src/a.ts'), edit('src/b.ts'), edit('src/a.ts', { branch: undefined }), edit('src/a.ts', { worktreeTop: '/tmp/two' })),
		{ ...agentWith(edit('ä ö.ts')), agentId: 'ffffffffffffffff', kind: 'claude-code' as const },
	];
	remembered().keep(agents, NOW);
	expect(remembered().load(NOW)).toEqual(agents);
	expect(problems).toEqual([]);
});

test('[C10] nothing is kept or believed for longer than 14 days', () => {
	remembered().keep([agentWith(edit('old.ts', { at: NOW - CHANGE_MAX_MS - 1 }), edit('a.ts'))], NOW);
	expect(remembered().load(NOW)).toEqual([agentWith(edit('a.ts'))]);
	expect(readFileSync(scratch.at('.pylon/edits.json'), 'utf8')).not.toContain('old.ts');
	expect(remembered().load(NOW + CHANGE_MAX_MS)).toEqual([agentWith()]);
});

test('of too many edits the latest are kept', () => {
	const edits = Array.from({ length: 10_500 }, (_, at) => edit(`${at}.ts`, { at: NOW - at }));
	remembered().keep([agentWith(...edits)], NOW);
	expect(remembered().load(NOW)).toEqual([agentWith(...edits.slice(0, 10_000))]);
});

test('the file is written only where something is another', () => {
	const memory = remembered();
	memory.keep([agentWith(edit('a.ts'))], NOW);
	const file = scratch.at('.pylon/edits.json');
	rmSync(file);
	memory.keep([agentWith(edit('a.ts'))], NOW + 1_000);
	expect(scratch.names('.pylon')).toEqual([]);
	memory.keep([], NOW);
	expect(remembered().load(NOW)).toEqual([]);
});

test.skipIf(process.platform === 'win32')('the file is this user’s alone, in a folder that is', () => {
	mkdirSync(join(scratch.home, '.pylon'), { mode: 0o755 });
	remembered().keep([agentWith(edit('a.ts'))], NOW);
	expect(statSync(scratch.at('.pylon/edits.json')).mode & 0o777).toBe(0o600);
	expect(statSync(join(scratch.home, '.pylon')).mode & 0o777).toBe(0o700);
});

test('whatever the file holds, the bridge goes on, and hears what is wrong with it', () => {
	expect(remembered().load(NOW)).toEqual([]);
	expect(problems).toEqual([]);
	for (const text of ['', '{', '[]', '{"version":2,"agents":[]}', '\0\u{ff}']) {
		scratch.write('.pylon/edits.json', text);
		expect(remembered().load(NOW)).toEqual([]);
	}
	expect(problems).toHaveLength(5);
	fc.assert(
		fc.property(fc.json(), (text) => {
			scratch.write('.pylon/edits.json', `{"version":1,"agents":[${text}]}`);
			expect(remembered().load(NOW)).toEqual([]);
		}),
	);
});

test('one broken agent costs itself alone, and a path never leads out of its worktree', () => {
	const kept = (paths: unknown) => ({ agentId: '0123456789abcdef', kind: 'codex', places: [{ worktreeTop: '/a', root: '/a', paths }] });
	const agents = [kept([['../b.ts', NOW]]), kept([['a.ts', 'now']]), { ...kept([]), kind: 'other' }, kept([['a.ts', NOW]])];
	scratch.write('.pylon/edits.json', JSON.stringify({ version: 1, agents }));
	expect(remembered().load(NOW)).toEqual([agentWith({ worktreeTop: '/a', root: '/a', branch: undefined, path: 'a.ts', at: NOW })]);
	expect(problems).toEqual([expect.stringContaining('3 agents')]);
});

test.skipIf(process.platform === 'win32')('a file that cannot be written is told once, and one that leads elsewhere is not read', () => {
	const memory = remembered();
	scratch.write('.pylon', 'no folder');
	for (const path of ['a.ts', 'b.ts']) memory.keep([agentWith(edit(path))], NOW);
	expect(problems).toEqual([expect.stringMatching(/cannot be written/)]);
	rmSync(join(scratch.home, '.pylon'));
	const kept = { version: 1, agents: [{ agentId: '0123456789abcdef', kind: 'codex', places: [] }] };
	const elsewhere = scratch.write('elsewhere.json', JSON.stringify(kept));
	mkdirSync(join(scratch.home, '.pylon'));
	symlinkSync(elsewhere, join(scratch.home, '.pylon/edits.json'));
	expect(remembered().load(NOW)).toEqual([]);
});
