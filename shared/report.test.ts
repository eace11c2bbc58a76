import { describe, expect, test } from 'vitest';
import { PLAN_MAX_STEPS, SEALED_LENGTHS, TEXT_MAX, TOUCHES_MAX } from './limits.ts';
import { report, reportPatch, sealedReport } from './report.ts';

const whole = {
	agentId: '0123456789abcdef',
	kind: 'codex',
	status: 'working',
	statusAge: 0,
	repo: 'github.com/acme/api',
	touches: [{ path: 'src/a.ts', mode: 'edit', age: 0 }],
	errors: 0,
};
const takes = (changes: object) => report.safeParse({ ...whole, ...changes }).success;

describe('the allow-list', () => {
	test('[P1] a field that is not named is refused, at every depth', () => {
		expect(takes({})).toBe(true);
		expect(takes({ prompt: 'x' })).toBe(false);
		expect(takes({ touches: [{ path: 'a', mode: 'edit', age: 0, content: 'x' }] })).toBe(false);
		expect(takes({ plan: [{ subject: 'a', state: 'pending', detail: 'x' }] })).toBe(false);
		expect(takes({ tokens: { input: 0, cached: 0, output: 0, cost: 1 } })).toBe(false);
		expect(reportPatch.safeParse({ agentId: whole.agentId, cwd: '/home' }).success).toBe(false);
	});

	test('[P1] these are all the fields that there are', () => {
		expect(Object.keys(report.shape).sort()).toEqual(
			['agentId', 'branch', 'errors', 'head', 'kind', 'plan', 'repo', 'status', 'statusAge', 'task', 'tokens', 'touches'].sort(),
		);
		expect(Object.keys(sealedReport.shape).sort()).toEqual(Object.keys(report.shape).sort());
	});

	test.each(['/etc/passwd', '../up', 'a/../b', 'a//b', './a', 'a/', 'a\\b', '', '.', 'C:\\x'])('[P4] the path %j is refused', (path) =>
		expect(takes({ touches: [{ path, mode: 'edit', age: 0 }] })).toBe(false),
	);
	test.each(['a', 'src/a b.ts', '.github/x.yml', 'a/..b/c', 'é/ü', '...'])('[P4] the path %j is taken', (path) =>
		expect(takes({ touches: [{ path, mode: 'edit', age: 0 }] })).toBe(true),
	);

	test('[P6] ages are whole, from 0 to a year: a clock time is none', () => {
		expect([
			takes({ statusAge: 31_536_000_000 }),
			takes({ statusAge: 31_536_000_001 }),
			takes({ statusAge: -1 }),
			takes({ statusAge: 0.5 }),
		]).toEqual([true, false, false, false]);
		expect(takes({ statusAge: Date.now() })).toBe(false);
	});

	test('lengths: at the limit taken, above refused', () => {
		expect([takes({ task: 'x'.repeat(TEXT_MAX.task) }), takes({ task: 'x'.repeat(TEXT_MAX.task + 1) })]).toEqual([true, false]);
		const touches = (count: number) => Array.from({ length: count }, (_, index) => ({ path: `f${index}`, mode: 'edit', age: 0 }));
		expect([takes({ touches: touches(TOUCHES_MAX) }), takes({ touches: touches(TOUCHES_MAX + 1) })]).toEqual([true, false]);
		const plan = (count: number) => Array.from({ length: count }, () => ({ subject: 'x', state: 'pending' }));
		expect([takes({ plan: plan(PLAN_MAX_STEPS) }), takes({ plan: plan(PLAN_MAX_STEPS + 1) })]).toEqual([true, false]);
	});

	test('[P7] on the wire plain text is refused where sealed text belongs, and so is what was not padded before it was sealed', () => {
		const repo = 'a'.repeat(SEALED_LENGTHS[0]);
		const touches = [{ path: repo, mode: 'edit', age: 0 }];
		expect(sealedReport.safeParse({ ...whole, repo, touches }).success).toBe(true);
		expect(sealedReport.safeParse({ ...whole, repo }).success).toBe(false);
		expect(sealedReport.safeParse({ ...whole, repo: repo.slice(1), touches }).success).toBe(false);
	});
});
