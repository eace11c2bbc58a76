/** Pull requests that pages of this browser have shown. */
import { z } from 'zod';
import { PULL_SOURCES, type PullFacts } from './page-view.ts';

const FILES_MAX = 3_000;
const slug = z.string().max(255);

const pullSource = z.enum(PULL_SOURCES);
const pageSource = pullSource.exclude(['api']);

/** What a page says of itself: GitHub's text, and so not ours. */
export const pullFacts = z.strictObject({
	repo: slug,
	number: z.int().min(1).optional(),
	base: slug.optional(),
	head: slug.optional(),
	headRepo: slug.optional(),
	source: pageSource.optional(),
	files: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(FILES_MAX),
	isUnmarked: z.boolean(),
}) satisfies z.ZodType<unknown, Partial<PullFacts> | PullFacts>;
export type Pull = z.infer<typeof pullFacts>;

/** Which pull request a branch belongs to, and how that is known. */
export const seenPull = z.object({ repo: slug, head: slug, headRepo: slug.optional(), number: z.int().min(1), source: pullSource });
export type SeenPull = z.infer<typeof seenPull>;
