/** The board's collisions: a few in full, mine and the worst first, and the rest in a line for each pair of people, as in the browser. */
import { type Names, type PairWords, pairWords } from '../../shared/collision-words.ts';
import { type Pair, pairGroups } from '../../shared/room/collision-pairs.ts';
import type { Collision, Contender } from '../../shared/room/collisions.ts';
import { firstOf, folded, type ShownGroup } from '../../shared/room/folded-pairs.ts';
import { spansText } from '../../shared/room/spans.ts';
import { counted, middleCut } from '../../shared/words.ts';
import { columns, cutToFit, printable } from '../terminal/columns.ts';
import type { Style } from '../terminal/style.ts';
import type { ListedCollision } from './listed-collision.ts';

/** A path keeps this much beside a long sentence. */
const PATH_MIN = 12;
/** Of a time less says nothing. */
const TIME_MIN = 12;

/** Who looks, and at what. */
export interface Contested {
	you: string;
	collisions: readonly ListedCollision[];
	/** Those of whom it is said which they are, where it is one's own. */
	agents: readonly { operatorId: string }[];
}

/** `now`: ms of this machine's clock, for the time of day in words. `isWhole`: nothing folds, and each pair of people is together. */
export function collisionLines(listing: Contested, style: Style, width: number, now: number, isWhole = false): string[] {
	const collisions = listing.collisions.map((collision) => collisionOf(collision, now));
	const names = namesIn(listing);
	const groups = pairGroups(collisions, listing.you);
	const line = (pair: Pair, isMine: boolean) => pairLine(pair, pairWords(pair, names, now), isMine, style, width);
	if (isWhole) return groups.flatMap(({ pairs, isMine }) => pairs.map((pair) => line(pair, isMine)));
	const all = folded(groups);
	const first = firstOf(all);
	const rests = first.flatMap((each) => (each.rest.length === 0 ? [] : [restWords(each, names)]));
	const hidden = all.length - first.length;
	return [
		...first.flatMap(({ group, shown }) => shown.map((pair) => line(pair, group.isMine))),
		...[...rests, ...(hidden === 0 ? [] : [counted(hidden, 'more pair of people', 'more pairs of people')])].map((words) =>
			style.dim(cutToFit(`▏ ${words}`, width)),
		),
	];
}

/** The sentence of `shared/collision-words.ts`, its path cut in the middle where the line is too short. Red is what involves you. */
function pairLine(pair: Pair, { path, lines, words, time }: PairWords, isMine: boolean, style: Style, width: number): string {
	const room = width - 2;
	const place = lines === undefined ? '' : ` ${lines}`;
	const said = cutToFit(` · ${printable(words)}`, room - PATH_MIN - columns(place));
	const rest = room - columns(place + said);
	const left = rest - Math.max(PATH_MIN, Math.min(columns(printable(path)), rest - TIME_MIN));
	const when = left < TIME_MIN ? '' : cutToFit(` · ${printable(time)}`, left);
	const shown = middleCut(printable(path), room - columns(place + said + when)) + place;
	const { red, amber, dim, bold } = style;
	if (pair.level === 'conflict') return `${isMine ? red('▌') : amber('▌')} ${bold(shown)}${said}${dim(when)}`;
	return dim(`▏ ${shown}${said}${when}`);
}

/** `Andrew and you · 5 more files, 1 conflict`; of a pair of whom none stands there in full, `5 files`. */
function restWords({ group, shown, rest }: ShownGroup, { you, nameOf }: Names): string {
	const [one, other] = group.operatorIds.map((id) => (id === you ? 'you' : printable(nameOf(id))));
	const conflicts = rest.filter(({ level }) => level === 'conflict').length;
	const files = counted(rest.length, shown.length > 0 ? 'more file' : 'file');
	return `${group.isOwn ? 'Your worktrees' : `${other} and ${one}`} · ${files}${conflicts === 0 ? '' : `, ${counted(conflicts, 'conflict')}`}`;
}

function collisionOf({ contenders, compared, ...collision }: ListedCollision, now: number): Collision {
	const byId = new Map(contenders.map((each) => [each.agentId, contenderOf(each, now)]));
	return {
		...collision,
		contenders: [...byId.values()],
		compared: compared.flatMap(({ one, other, verdict }) => {
			const [mine, theirs] = [byId.get(one), byId.get(other)];
			return mine && theirs ? [{ one: mine, other: theirs, verdict }] : [];
		}),
	};
}

const contenderOf = (listed: ListedCollision['contenders'][number], now: number): Contender => ({
	operatorId: listed.operatorId,
	agentId: listed.agentId,
	mode: listed.mode,
	at: now - listed.age,
	branch: listed.branch ?? undefined,
	worktree: listed.worktree ?? undefined,
	lines: listed.lines === null ? undefined : spansText(listed.lines),
});

function namesIn(listing: Contested): Names {
	const contenders = new Map(listing.collisions.flatMap((each) => each.contenders).map((each) => [each.agentId, each]));
	const people = new Map([...contenders.values()].map((each) => [each.operatorId, each.operatorName]));
	return {
		you: listing.you,
		nameOf: (operatorId) => people.get(operatorId) ?? operatorId,
		kindOf: ({ agentId }) => contenders.get(agentId)?.kind ?? undefined,
		isWorking: ({ agentId }) => contenders.get(agentId)?.isWorking ?? false,
		hasManyRepos: new Set(listing.collisions.map(({ repo }) => repo)).size > 1,
		hasManyAgents: listing.agents.filter(({ operatorId }) => operatorId === listing.you).length > 1,
	};
}
