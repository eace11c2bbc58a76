/** One line of what happened in a room: made by the background, shown by surfaces. */
import { z } from 'zod';
import { FEED_FILES_NAMED } from '../../shared/limits.ts';
import { agentKind } from '../../shared/report/report.ts';

export const feedEntry = z.object({
	/** The same thing has the same id, and one entry. */
	id: z.string(),
	/** This machine's clock. */
	at: z.number(),
	/** Of one that grows: when it began. */
	since: z.number().optional(),
	type: z.enum(['started', 'waits', 'failed', 'finished', 'edited', 'collided', 'resolved', 'joined', 'left']),
	operatorId: z.string(),
	/** The key of the agent, where it is about one. */
	agent: z.string().optional(),
	/** As they were called then: who left has no name any more. */
	name: z.string(),
	kind: agentKind.optional(),
	repo: z.string().optional(),
	branch: z.string().optional(),
	path: z.string().optional(),
	task: z.string().optional(),
	/** What was edited, newest first. */
	files: z
		.array(z.string())
		.max(FEED_FILES_NAMED + 1)
		.optional(),
	/** The others in the file. */
	others: z.array(z.object({ operatorId: z.string(), name: z.string() })).optional(),
});
export type FeedEntry = z.infer<typeof feedEntry>;
