import { describe, expect, test } from 'vitest';
import { type SealedEvent, sealedEvent } from '../room/events.ts';
import { newRoomKey, type Sealed, seal } from '../seal.ts';
import { OPEN_POLICY } from './policy.ts';
import { type Report, sealedPatch, sealedReport } from './report.ts';
import { sealPatch, sealReport, unsealAgent, unsealEvent } from './sealing.ts';

const key = newRoomKey();
const report: Report = {
	agentId: '0123456789abcdef',
	kind: 'claude-code',
	status: 'waiting',
	statusAge: 5,
	task: 'Fix the login',
	plan: [{ subject: 'Read the code', state: 'completed' }],
	repo: 'github.com/acme/api',
	branch: 'login',
	head: 'github.com/jake/api',
	touches: [{ path: 'src/login.ts', mode: 'edit', age: 7 }],
	errors: 1,
	tokens: { input: 1, cached: 2, output: 3 },
};
const by = { at: 100, operatorId: 'jake', deviceId: 'fedcba9876543210' };
const PLAIN = ['Fix the login', 'Read the code', 'github', 'login', 'src'];

describe('between plain and sealed', () => {
	test('[P7] every text of a report is sealed, and nothing of it is readable', () => {
		const sealed = sealReport(key, report);
		expect(sealedReport.safeParse(sealed).success).toBe(true);
		for (const text of PLAIN) expect(JSON.stringify(sealed)).not.toContain(text);
	});

	test('a report, a patch and what is absent or taken away come through', () => {
		expect(unsealEvent(key, { type: 'agent', ...by, report: sealReport(key, report) })).toEqual({ type: 'agent', ...by, report });
		for (const patch of [
			{ agentId: report.agentId },
			{ agentId: report.agentId, task: null, plan: null, branch: 'main' },
			{ agentId: report.agentId, touches: report.touches, status: 'idle' as const },
		]) {
			expect(sealedPatch.safeParse(sealPatch(key, patch)).success).toBe(true);
			expect(unsealEvent(key, { type: 'agent-changed', ...by, patch: sealPatch(key, patch) })).toEqual({
				type: 'agent-changed',
				...by,
				patch,
			});
		}
	});

	test('of a snapshot, only what cannot be opened is left out', () => {
		const { statusAge: _, touches: __, activity: ___, lastActive: ____, planned: _____, ...rest } = sealReport(key, report);
		const agent = {
			...rest,
			operatorId: 'jake',
			deviceId: by.deviceId,
			statusSince: 95,
			touches: [{ path: seal(key, 'path', 'src/login.ts'), mode: 'edit' as const, at: 93 }],
		};
		const foreign = { ...agent, agentId: 'ffffffffffffffff', repo: seal(newRoomKey(), 'repo', 'x') };
		const event: SealedEvent = {
			type: 'snapshot',
			at: 100,
			room: 'acme',
			you: 'jake',
			policy: OPEN_POLICY,
			operators: [],
			reporters: [],
			agents: [agent, foreign],
			settled: true,
		};
		expect(sealedEvent.safeParse(event).success).toBe(true);
		const opened = unsealEvent(key, event);
		expect(opened).toMatchObject({ agents: [{ agentId: report.agentId, task: 'Fix the login', touches: [{ path: 'src/login.ts' }] }] });
		expect(unsealAgent(key, foreign)).toBeUndefined();
	});

	test('an event of another key, field or shape is not understood', () => {
		const sealed = sealReport(key, report);
		expect(unsealEvent(newRoomKey(), { type: 'agent', ...by, report: sealed })).toBeUndefined();
		expect(unsealEvent(key, { type: 'agent', ...by, report: { ...sealed, branch: sealed.repo } })).toBeUndefined();
	});

	test('[P9] a relay can show what was sealed under another agent, and every readable field as it likes; it moves no text to another field', () => {
		const sealed = sealReport(key, report);
		const other = { ...report, agentId: 'ffffffffffffffff', status: 'error' as const, errors: 99, repo: 'github.com/acme/web' };
		const forged = { ...sealReport(key, other), touches: sealed.touches };
		const by = { at: 5, operatorId: 'mara', deviceId: 'fedcba9876543210' };
		expect(unsealEvent(key, { type: 'agent', ...by, report: forged })).toEqual({ type: 'agent', ...by, report: other });
		for (const field of ['task', 'repo', 'head'] as const)
			expect(unsealEvent(key, { type: 'agent', ...by, report: { ...forged, [field]: sealed.branch } })).toBeUndefined();
		expect(
			unsealEvent(key, { type: 'agent', ...by, report: { ...forged, branch: seal(newRoomKey(), 'branch', 'made up') } }),
		).toBeUndefined();
	});

	test('[P4] what others seal is parsed once it is open: hostile texts go no further', () => {
		const hostile = {
			path: ['../../etc/passwd', '/etc/passwd', 'a\\b', 'a//b', 'a\u202Eb'],
			task: ['x'.repeat(141), 'a\nb', 'a\u2067b'],
			branch: ['a\u0000b'],
		};
		for (const path of hostile.path) {
			const touches = [{ path: seal(key, 'path', path), mode: 'edit' as const, age: 0 }];
			expect([path, unsealEvent(key, { type: 'agent', ...by, report: { ...sealReport(key, report), touches } })]).toEqual([
				path,
				undefined,
			]);
		}
		for (const field of ['task', 'branch'] as const) {
			for (const text of hostile[field]) {
				const bad = { ...sealReport(key, report), [field]: seal(key, field, text) as Sealed };
				expect([text, unsealEvent(key, { type: 'agent', ...by, report: bad })]).toEqual([text, undefined]);
			}
		}
	});

	test('events without texts pass as they are', () => {
		expect(unsealEvent(key, { type: 'beat', ...by })).toEqual({ type: 'beat', ...by });
	});
});
