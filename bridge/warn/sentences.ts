/**
 * What an agent hears. Fixed sentences of facts: names pass `plainName`, kinds and numbers are ours, and a path is the one that this
 * agent named itself. A branch of somebody else's is never named. SPEC W4.
 */
import { AGENT_NAMES } from '../../shared/report/facts.ts';
import { ago, counted, possessive } from '../../shared/words.ts';
import type { InFile, InRepository } from './question.ts';

const MINUTE_MS = 60_000;
const SPANS_MAX = 3;
/** At the start of a session, with the first and the last of them. */
const LINES_MAX = 10;

const BRANCH = { same: ', on this branch', another: ', on another branch', unknown: '' } as const;

export function sentenceOf(found: InFile, path: string): string {
	const { is, minutesAgo, minutesLeft = 0 } = found;
	const whose = `Pylon: ${whoseOf(found)}`;
	if (is === 'plans') return `${whose} plans to edit ${path}, for ${minutesLeft} more min.`;
	if (is === 'reserves') return `${whose} has reserved ${path}, for ${minutesLeft} more min.`;
	const where = found.who === 'you' ? ' in another worktree' : '';
	const fact = `${whose}${where} has unmerged changes in ${path}${linesIn(found)}${BRANCH[found.branch]}, ${ago(minutesAgo * MINUTE_MS)}.`;
	return is === 'conflict' ? `${fact} Yours there conflict with them.` : fact;
}

const whoseOf = ({ who, agent }: Pick<InFile, 'who' | 'agent'>): string =>
	who === 'you' ? `your ${AGENT_NAMES[agent]}` : `${possessive(who)} ${AGENT_NAMES[agent]}`;

function linesIn({ lines }: InFile): string {
	if (lines.length === 0) return '';
	const ranges = lines.slice(0, SPANS_MAX).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
	const isOne = lines.length === 1 && lines[0]?.[0] === lines[0]?.[1];
	const more = lines.length > SPANS_MAX ? ' and more' : '';
	return `, ${isOne ? 'line' : 'lines'} ${ranges.join(', ')}${more}`;
}

/** Who works in this repository, at most ten lines. Empty where nobody does. */
export function startOf(found: readonly InRepository[]): string {
	if (found.length === 0) return '';
	const shown = found.length > LINES_MAX - 1 ? found.slice(0, LINES_MAX - 2) : found;
	const rest = found.length - shown.length;
	return [
		`Pylon: besides you, ${counted(found.length, 'agent')} ${found.length === 1 ? 'is' : 'are'} at work in this repository.`,
		...shown.map(lineOf),
		...(rest > 0 ? [`- and ${counted(rest, 'other')}`] : []),
	].join('\n');
}

function lineOf(agent: InRepository): string {
	const { status, changed, planned, minutesAgo } = agent;
	const facts = [
		status,
		...(changed > 0 ? [`unmerged changes in ${counted(changed, 'file')}`] : []),
		...(planned > 0 ? [`plans to edit in ${counted(planned, 'place')}`] : []),
	];
	return `- ${whoseOf(agent)}: ${facts.join(', ')}${BRANCH[agent.branch]}, ${ago(minutesAgo * MINUTE_MS)}`;
}
