/** The door for what pages ask: content scripts run in processes that GitHub's pages share. */
import { z } from 'zod';
import type { PageRequest } from '../live/page-view.ts';
import { pullFacts } from '../live/pull.ts';

const text = z.string().max(1_000);

export const pageRequest = z.discriminatedUnion('type', [
	z.object({ type: z.literal('watch'), repo: text }),
	z
		.object({ type: z.literal('pull'), pull: pullFacts.optional() })
		.transform(({ type, pull }) => ({ type, pull: pull === undefined ? undefined : { ...noFacts, ...pull } })),
	z.object({ type: z.literal('open-panel'), focus: z.object({ path: text.optional(), agentKey: text.optional() }).optional() }),
]) satisfies z.ZodType<PageRequest>;

/** JSON leaves out what is undefined. */
const noFacts = { number: undefined, base: undefined, head: undefined, headRepo: undefined };
