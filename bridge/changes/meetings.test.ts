/** What is found of this machine's changes, and when it is told: on a real repository. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Agent } from '../../shared/room/events.ts';
import { Scratch } from '../../testing/scratch.ts';
import { readLocalAgents } from '../local-agents/local-agents.ts';
import type { Living, Told } from './comparison.ts';
import { LivingAgents } from './living-agents.ts';
import { Meetings } from './meetings.ts';

const PATIENCE = { timeout: 45_000 };
let scratch: Scratch;
let ends: AbortController;
let living: LivingAgents;
let own: Told[];
let others: Agent[];

/** One agent here changes a line, somebody else the same one. */
beforeEach(async () => {
	scratch = new Scratch();
	ends = new AbortController();
	const root = scratch.repository('api', 'https://github.com/acme/api.git');
	const file = scratch.write('api/a.ts', 'one\ntwo\nthree\n');
	scratch.git('api', 'add', '.');
	scratch.git('api', 'commit', '--quiet', '-m', 'Lines');
	scratch.git('api', 'update-ref', 'refs/remotes/origin/main', 'main');
	scratch.write('api/a.ts', 'one\nmine\nthree\n');
	scratch.claude('one', root).edit(file);
	const onError = (error: unknown) => {
		throw error;
	};
	living = new LivingAgents({ home: scratch.home, clock: Date.now, signal: ends.signal, onChange: () => {}, onProblem: onError });
	living.show((await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: Date.now() })).agents);
	await expect.poll(() => living.list()[0]?.touches[0]?.mode, PATIENCE).toBe('alive');
	own = living.list().map((agent) => ({ ...agent, repo: 'github.com/acme/api' }));
	const touches = [{ path: 'a.ts', mode: 'alive' as const, at: 0, lines: `${scratch.git('api', 'rev-parse', 'HEAD:a.ts')}:4` }];
	others = own.map((agent) => ({ ...agent, agentId: 'f'.repeat(16), operatorId: 'andrew', deviceId: '0'.repeat(16), touches }));
});
afterEach(() => {
	ends.abort();
	scratch.remove();
});

/** Counts what it tells. */
function meetings(asked: Living = living): { judged: Meetings; tells: () => number } {
	let tells = 0;
	const onError = (error: unknown) => {
		throw error;
	};
	return { judged: new Meetings({ living: asked, operatorId: 'jake', onChange: () => tells++, onError }), tells: () => tells };
}

const finds = (judged: Meetings) => expect.poll(() => [...judged.meeting()], PATIENCE).toMatchObject([{ path: 'a.ts' }]);

test('whoever is stopped just after being asked to judge goes on when asked again', async () => {
	const stopped = meetings().judged;
	stopped.judge(own, others);
	stopped.stop();
	// Asked later, it is done later: by then the first has gone through what it was asked before.
	const later = meetings().judged;
	later.judge(own, others);
	await finds(later);
	expect([...stopped.meeting()]).toEqual([]);
	stopped.judge(own, others);
	await finds(stopped);
});

test('[C11] what is being compared when it is stopped is not told', async () => {
	let isCompared = false;
	const watched = meetings({
		changeOf: (...asked) => living.changeOf(...asked),
		contents: (...asked) => living.contents(...asked),
		blob: (...asked) => living.blob(...asked),
		attend: (change) => {
			isCompared = true;
			watched.judged.stop();
			living.attend(change);
		},
	});
	watched.judged.judge(own, others);
	await expect.poll(() => isCompared, PATIENCE).toBe(true);
	const later = meetings().judged;
	later.judge(own, others);
	await finds(later);
	expect(watched.tells()).toBe(0);
	expect(watched.judged.told(own)).toEqual(own);
});
