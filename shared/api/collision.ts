/** Who touches what. Repositories and paths are sealed. */
import { z } from 'zod';
import { operatorId } from '../names.ts';
import { agentId, time, touchState } from '../report/report.ts';
import { nothing } from './basics.ts';

const contender = z.object({ operatorId, agentId, mode: touchState, at: time });

export const collisionApi = {
	list: {
		in: nothing,
		out: z.object({
			at: time,
			collisions: z.array(
				z.object({ repo: z.string(), path: z.string(), severity: z.enum(['collision', 'note']), contenders: z.array(contender) }),
			),
		}),
	},
};
