/** What others tell of their lines is hostile: whatever it is, it costs nothing but itself. On a real repository. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Agent } from '../../shared/room/events.ts';
import { Scratch } from '../../testing/scratch.ts';
import { readLocalAgents } from '../local-agents/local-agents.ts';
import { Comparison, type Found } from './comparison.ts';
import { LivingAgents } from './living-agents.ts';

const THEIRS = 'f'.repeat(16);
let scratch: Scratch;
let ends: AbortController;
beforeEach(() => {
	scratch = new Scratch();
	ends = new AbortController();
});
afterEach(() => {
	ends.abort();
	scratch.remove();
});

/** One agent here changes the second of three lines; somebody else is in `path` and tells `lines`. What is found of the one here. */
async function foundBeside(linesOf: (base: string) => string | undefined, path = 'a.ts'): Promise<Found[]> {
	const root = scratch.repository('api', 'https://github.com/acme/api.git');
	const file = scratch.write('api/a.ts', 'one\ntwo\nthree\n');
	scratch.git('api', 'add', '.');
	scratch.git('api', 'commit', '--quiet', '-m', 'Lines');
	scratch.git('api', 'update-ref', 'refs/remotes/origin/main', 'main');
	const base = scratch.git('api', 'rev-parse', 'HEAD:a.ts');
	scratch.write('api/a.ts', 'one\nmine\nthree\n');
	scratch.claude('one', root).edit(file);
	const onProblem = (problem: string) => {
		throw new Error(problem);
	};
	const living = new LivingAgents({ home: scratch.home, clock: Date.now, signal: ends.signal, onChange: () => {}, onProblem });
	living.show((await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: Date.now() })).agents);
	await expect.poll(() => living.list()[0]?.touches[0]?.mode).toBe('alive');
	const own = living.list().map((agent) => ({ ...agent, repo: 'github.com/acme/api' }));
	const touches = [{ path, mode: 'alive' as const, at: 0, lines: linesOf(base) }];
	const [first] = own;
	if (first === undefined) throw new Error('No agent was found.');
	const other: Agent = { ...first, agentId: THEIRS, operatorId: 'andrew', deviceId: '0'.repeat(16), touches };
	return [...(await new Comparison(living, 'jake').compare(own, [other])).values()];
}

describe('[C11] lines that others tell', () => {
	test.each<[string, (base: string) => string, Pick<Found, 'meets' | 'apart'>]>([
		['are compared where they are spans', (base) => `${base}:4`, { meets: [THEIRS], apart: [] }],
		['are not where they do not ascend', (base) => `${base}:4,0`, { meets: [], apart: [] }],
		['are not where they are no numbers', (base) => `${base}:NaN`, { meets: [], apart: [] }],
		['are not where they are negative', (base) => `${base}:-4`, { meets: [], apart: [] }],
		['are not where they are ten thousand', (base) => `${base}:${Array(10_000).fill('2').join()}`, { meets: [], apart: [] }],
		['lie apart where they are behind the file’s end', (base) => `${base}:zzzz`, { meets: [], apart: [THEIRS] }],
		['are not where their base is no id', () => '../../etc/passwd:4', { meets: [], apart: [] }],
		['are not where their base is nowhere here', () => `${'0'.repeat(40)}:4`, { meets: [], apart: [] }],
		['are not where their base is no blob', () => `${scratch.git('api', 'rev-parse', 'HEAD')}:4`, { meets: [], apart: [] }],
	])('%s', async (_claim, linesOf, verdicts) => {
		expect(await foundBeside(linesOf)).toMatchObject([verdicts]);
	});

	test.each(['README.md', '../api/a.ts', '/etc/passwd', '.git/config', 'no/such/file'])(
		'have no file read that no agent here changes: %s',
		async (path) => {
			expect(await foundBeside((base) => `${base}:4`, path)).toEqual([]);
		},
	);
});
