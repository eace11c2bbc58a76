/** What agents may ask by themselves: each tool's words and shapes, and how its answer is said. No free text of anybody else's is in it. */
import { z } from 'zod';
import { PLANNED_MAX, PLANNED_MINUTES_MAX } from '../../shared/limits.ts';
import { inFile, inRepository } from '../warn/question.ts';
import { sentenceOf, startOf } from '../warn/sentences.ts';

const MINUTES = 30;

const path = z.string().min(1).max(4_096);
const inPath = z.strictObject({ path: z.string(), others: z.array(inFile) });

export const hereAnswer = z.strictObject({ agents: z.array(inRepository) });
export const touchesAnswer = z.strictObject({ paths: z.array(inPath) });
export const planAnswer = z.strictObject({ planned: z.array(inPath.extend({ reserved: z.boolean() })) });

export const TOOLS = {
	who_is_here: {
		title: 'Who works in this repository',
		description:
			'Lists other coding agents, of teammates and of this user, that work in this repository now or have unmerged changes in it.',
		inputSchema: {},
		outputSchema: hereAnswer.shape,
	},
	who_touches: {
		title: 'Who has unmerged changes in files',
		description:
			'Says of each path whether another agent has unmerged changes in it, plans to edit it, or has reserved it. Ask before you edit.',
		inputSchema: { paths: z.array(path).min(1).max(PLANNED_MAX).describe('files, absolute or relative to the repository') },
		outputSchema: touchesAnswer.shape,
	},
	plan_to_edit: {
		title: 'Announce what you will edit',
		description:
			'Tells teammates’ agents that you plan to edit files or folders. It ends by itself after some minutes, and with your session. With reserve, agents that obey reservations stay away meanwhile; what somebody else has reserved before is answered with reserved: false.',
		inputSchema: {
			paths: z.array(path).min(1).max(PLANNED_MAX).describe('files or folders, absolute or relative to the repository'),
			minutes: z.int().min(1).max(PLANNED_MINUTES_MAX).default(MINUTES),
			reserve: z.boolean().default(false),
		},
		outputSchema: planAnswer.shape,
	},
	my_conflicts: {
		title: 'Where my changes conflict',
		description: 'Lists files in which unmerged changes of this user’s agents meet those of somebody else, line by line.',
		inputSchema: {},
		outputSchema: touchesAnswer.shape,
	},
} as const;

type Paths = z.infer<typeof touchesAnswer>['paths'];

export const hereWords = ({ agents }: z.infer<typeof hereAnswer>): string => startOf(agents) || 'Nobody else works in this repository.';

export const pathsWords = (paths: Paths, none: string): string =>
	paths.flatMap(({ path: named, others }) => others.map((each) => sentenceOf(each, named))).join('\n') || none;

export function planWords({ planned }: z.infer<typeof planAnswer>, isReserving: boolean): string {
	const lines = planned.map(({ path: named, reserved }) => {
		if (!isReserving) return `Announced: ${named}.`;
		return reserved ? `Reserved: ${named}.` : `Not reserved, somebody else was first: ${named}. It is announced.`;
	});
	return [...lines, pathsWords(planned, '')].filter((line) => line !== '').join('\n');
}
