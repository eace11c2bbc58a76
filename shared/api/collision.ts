/** Whose changes of one file are alive at once. Repositories, paths, branches and worktrees are sealed. */
import { z } from 'zod';
import { operatorId } from '../names.ts';
import { agentId, time } from '../report/report.ts';
import { LEVELS, VERDICTS } from '../room/collisions.ts';
import { nothing } from './basics.ts';

const contender = z.object({
	operatorId,
	agentId,
	worktree: z.string().optional(),
	branch: z.string().optional(),
	/** `edit`: its change counts, `read`: it looked lately. */
	mode: z.enum(['edit', 'read']),
	at: time,
	lines: z.string().optional(),
});
const compared = z.object({ one: contender, other: contender, verdict: z.enum(VERDICTS) });

export const collisionApi = {
	list: {
		in: nothing,
		out: z.object({
			at: time,
			collisions: z.array(
				z.object({
					repo: z.string(),
					path: z.string(),
					level: z.enum(LEVELS),
					isOwn: z.boolean(),
					contenders: z.array(contender),
					compared: z.array(compared),
				}),
			),
		}),
	},
};
