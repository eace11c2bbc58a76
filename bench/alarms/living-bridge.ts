/** The bridge's own part of it: how soon lines are judged again after a save, and what it takes while nothing happens. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LivingAgents } from '../../bridge/changes/living-agents.ts';
import { Meetings } from '../../bridge/changes/meetings.ts';
import { runBridge } from '../../bridge/daemon/bridge.ts';
import type { LocalAgent } from '../../bridge/local-agents/local-agent.ts';
import { readLocalAgents } from '../../bridge/local-agents/local-agents.ts';
import { sharedAgent } from '../../bridge/report/shared-agent.ts';
import { OPEN_POLICY } from '../../shared/report/policy.ts';
import type { Agent } from '../../shared/room/events.ts';
import type { Scratch } from '../../testing/scratch.ts';
import { cpuMs } from './cpu.ts';
import { change, EDITED, editedIn, LANDED, WORKTREES } from './many-worktrees.ts';
import type { Row } from './row.ts';

/** Of one core. */
export const IDLE_SHARE = 0.005;
const IDLE_MS = 60_000;
const SAVES = 40;
const SAVED_BAR_MS = 300;
const ALIVE = (WORKTREES - LANDED) * EDITED;
const WITHIN_MS = 60_000;
const MINE = WORKTREES - 1;
/** Whose saves are timed has so many worktrees, and so 200 living files, most of them in several. */
const OWN = 10;

/** In a home where `furnish` made the worktrees. */
export async function livingBridge(scratch: Scratch): Promise<Row[]> {
	for (let worktree = 0; worktree < WORKTREES; worktree++) {
		const top = join(scratch.home, `fix-${worktree}`);
		const session = scratch.claude(`session-${worktree}`, top);
		session.branch = `fix-${worktree}`;
		for (const path of editedIn(worktree)) session.edit(join(top, path));
		session.end();
	}
	const [saved, idle] = [await afterSaves(scratch), await whileIdle(scratch)];
	return [
		{ what: `one of ${OWN} worktrees saves a contested file: its lines judged again, p95, ms`, measured: saved, most: SAVED_BAR_MS },
		{ what: 'the bridge while nothing happens, % of a core', measured: idle * 100, most: IDLE_SHARE * 100 },
	];
}

const isAlive = (agents: readonly LocalAgent[], files: number): boolean =>
	agents.flatMap(({ touches }) => touches).filter(({ mode }) => mode === 'alive').length === files;

/** Somebody else's change is in a file of the last worktree's; saves there go in and out of its lines. */
async function afterSaves({ home }: Scratch): Promise<number> {
	const end = new AbortController();
	const { agents: all } = await readLocalAgents({ home, env: {}, since: 'all', now: Date.now() });
	const agents = all.filter(({ branch }) => Number(branch?.slice('fix-'.length)) > MINE - OWN);
	let judged = () => {};
	const onChange = () => meetings.judge(shared(), others());
	const fail = (problem: unknown) => {
		throw problem;
	};
	const living: LivingAgents = new LivingAgents({ home, clock: Date.now, signal: end.signal, onChange, onProblem: fail });
	const meetings = new Meetings({ living, operatorId: 'jake', onChange: () => judged(), onError: fail });
	const shared = () => living.list().flatMap((agent) => sharedAgent(agent, OPEN_POLICY) ?? []);
	const [path = ''] = editedIn(MINE);
	const top = join(home, `fix-${MINE}`);
	/** As the file's agent has it, but of somebody else. */
	const others = (): Agent[] =>
		shared()
			.filter(({ branch }) => branch === `fix-${MINE}`)
			.map((agent) => ({ ...agent, agentId: 'f'.repeat(16), operatorId: 'andrew', deviceId: '0'.repeat(16) }));
	living.show(agents);
	await until(() => isAlive(living.list(), OWN * EDITED));
	await sleep(2_000);
	const times: number[] = [];
	for (let save = 0; save < SAVES; save++) {
		const isJudged = new Promise<void>((resolve) => {
			judged = resolve;
		});
		const began = performance.now();
		change(top, path, 20 + save * 3, `save ${save}`);
		await isJudged;
		times.push(performance.now() - began);
		await sleep(250);
	}
	end.abort();
	return times.sort((one, other) => one - other)[Math.floor(SAVES * 0.95)] ?? Number.NaN;
}

async function whileIdle({ home }: Scratch): Promise<number> {
	const end = new AbortController();
	const bridge = await runBridge({ env: { HOME: home, PATH: process.env.PATH }, home, signal: end.signal });
	await until(() => isAlive(bridge.agents(), ALIVE));
	await sleep(5_000);
	const [began, cpu] = [performance.now(), cpuMs()];
	await sleep(IDLE_MS);
	const share = (cpuMs() - cpu) / (performance.now() - began);
	end.abort();
	return share;
}

async function until(holds: () => boolean): Promise<void> {
	const deadline = performance.now() + WITHIN_MS;
	while (!holds()) {
		if (performance.now() > deadline) throw new Error('The living changes were never all told.');
		await sleep(50);
	}
}
