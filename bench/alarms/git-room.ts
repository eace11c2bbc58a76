/** The second part of `npm run bench -- alarms`: what it costs to tell which changes are alive, in many worktrees of one repository. */
import { ChangeWatch } from '../../bridge/changes/change-watch.ts';
import type { Edit, Fate } from '../../bridge/changes/edit.ts';
import { Scratch } from '../../testing/scratch.ts';
import { cpuMs } from './cpu.ts';
import { IDLE_SHARE, livingBridge } from './living-bridge.ts';
import { furnish, LANDED, WORKTREES } from './many-worktrees.ts';
import type { Row } from './row.ts';

const CPU_BAR_MS = 2_000;
const ROUNDS = 5;
/** How often `LivingAgents` looks. */
const LOOK_EVERY_MS = 15_000;

async function fastest(work: () => Promise<unknown>): Promise<number> {
	let best = Number.POSITIVE_INFINITY;
	for (let round = 0; round < ROUNDS; round++) {
		const began = cpuMs();
		await work();
		best = Math.min(best, cpuMs() - began);
	}
	return best;
}

function check(fates: ReadonlyMap<Edit, Fate>): void {
	const isLanded = ({ branch }: Edit) => Number(branch?.slice('fix-'.length)) < LANDED;
	const wrong = [...fates].filter(([edit, { is }]) => is !== (isLanded(edit) ? 'over' : 'alive'));
	if (wrong.length > 0) throw new Error(`${wrong.length} fates are not as they should be: ${JSON.stringify(wrong[0])}.`);
}

/** Throws where a fate is wrong. */
export async function gitRoom(): Promise<Row[]> {
	const scratch = new Scratch();
	try {
		const edits = furnish(scratch);
		check(await new ChangeWatch().fates(edits, Date.now()));
		const anew = await fastest(() => new ChangeWatch().fates(edits, Date.now()));
		const watch = new ChangeWatch();
		await watch.fates(edits, Date.now());
		const again = await fastest(() => watch.fates(edits, Date.now()));
		return [
			{ what: `${edits.length} files edited in ${WORKTREES} worktrees: decided anew, ms of CPU`, measured: anew, most: CPU_BAR_MS },
			{ what: 'the same while nothing changes, every 15 s', measured: again, most: IDLE_SHARE * LOOK_EVERY_MS },
			...(await livingBridge(scratch)),
		];
	} finally {
		scratch.remove();
	}
}
