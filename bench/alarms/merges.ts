/** A repository's merged branches as numbers: who changed which file when, and where it really conflicted. `fixtures/merges.md`. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Seconds since some moment. */
const time = z.int();
/** In half lines, as in shared/room/spans.ts. */
const span = z.tuple([z.int(), z.int()]);

const merges = z.object({
	/** From the first commit until the merge. */
	branches: z.array(z.object({ author: z.int(), start: time, merged: time })),
	/** A file that two branches of different authors changed while both were open. */
	pairs: z.array(
		z.object({
			/** The one that was merged first, and the other. */
			branches: z.tuple([z.int(), z.int()]),
			file: z.int(),
			/** When the first of them was. */
			merged: time,
			/** When each changed the file, until then. */
			edits: z.tuple([z.array(time), z.array(time)]),
			/** What each changed of a base that both have. null: not known. */
			commonSpans: z.tuple([z.array(span).nullable(), z.array(span).nullable()]),
			/** Whether git really cannot merge the two in this file. */
			conflicts: z.boolean(),
		}),
	),
});
export type Merges = z.infer<typeof merges>;
export type MergedPair = Merges['pairs'][number];

export const readMerges = (path: string | URL): Merges => merges.parse(JSON.parse(readFileSync(path, 'utf8')));

export const PUBLIC_MERGES = new URL('../fixtures/merges.json', import.meta.url);
