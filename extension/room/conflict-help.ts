/** What a person can do about a conflict: where to see the other's branch, and what to say of it. Pure; facts, and no text of others but path and branch. */
import type { Pair } from '../../shared/room/collision-pairs.ts';
import type { Contender } from '../../shared/room/collisions.ts';
import { agentKey, type RoomState } from '../../shared/room/fold.ts';
import { endCut, middleCut } from '../../shared/words.ts';
import type { SeenPull } from '../contract/pull.ts';
import { text } from '../texts.ts';
import { pullUrl } from './pull/pull-branch.ts';

const GITHUB = /^github\.com\/[\w-][\w.-]*\/[\w-][\w.-]*$/;
/** An address would climb out of its repository by it; git has no such branch. */
const CLIMBS = /(^|\/)\.|\.\./;
const PATH_MAX = 200;

/** `you` and the other of the two: of one's own worktrees, the second. */
export const otherIn = ({ one, other }: Pair, you: string): { mine: Contender; theirs: Contender } =>
	one.operatorId === you ? { mine: one, theirs: other } : { mine: other, theirs: one };

/** The pull request of the other's branch, else where GitHub compares it. `undefined` where neither is known. */
export function branchUrl(pair: Pair, { you, agents }: Pick<RoomState, 'you' | 'agents'>, seen: SeenPull[]): string | undefined {
	const { theirs } = otherIn(pair, you);
	const { branch } = theirs;
	const head = agents.get(agentKey(theirs))?.head;
	const pull = pullUrl({ repo: pair.repo, branch, head }, seen);
	if (pull !== undefined) return pull;
	if (branch === undefined || CLIMBS.test(branch) || !GITHUB.test(pair.repo)) return undefined;
	const fork = head !== undefined && GITHUB.test(head) ? `${head.split('/')[1]}:` : '';
	return `https://${pair.repo}/compare/${fork}${branch.split('/').map(encodeURIComponent).join('/')}`;
}

/** The file as GitHub shows it on the other's branch, of a fork there. `undefined` where that is not known. */
export function fileUrl(pair: Pair, { you, agents }: Pick<RoomState, 'you' | 'agents'>): string | undefined {
	const { theirs } = otherIn(pair, you);
	const repo = agents.get(agentKey(theirs))?.head ?? pair.repo;
	if (theirs.branch === undefined || CLIMBS.test(theirs.branch) || CLIMBS.test(pair.path) || !GITHUB.test(repo)) return undefined;
	return `https://${repo}/blob/${[...theirs.branch.split('/'), ...pair.path.split('/')].map(encodeURIComponent).join('/')}`;
}

/** `lines`: those in which they meet, where that is known. */
export function messageFor(whom: 'person' | 'agent', pair: Pair, lines: string | undefined, you: string): string {
	const { mine, theirs } = otherIn(pair, you);
	const file = middleCut(oneLine(pair.path), PATH_MAX);
	const place = lines === undefined ? text('inFile', file) : text('inLines', file, lines);
	const branches = [mine, theirs].map(({ branch }) =>
		branch === undefined ? text('noBranch') : `\`${endCut(oneLine(branch), PATH_MAX)}\``,
	);
	return text(whom === 'person' ? 'messageForPerson' : 'messageForAgent', place, ...branches);
}

/** Somebody else's path or branch stays within its quotes. */
const oneLine = (said: string): string => said.replace(/[\p{C}\p{Zl}\p{Zp}`]+/gu, ' ').trim();
