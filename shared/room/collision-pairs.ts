/**
 * What is told of collisions: by pairs of people rather than by files, and counted in one way on every surface. Pure.
 */
import { type Collision, type Compared, type Contender, involves, type Level, rank, sideOf, type Verdict } from './collisions.ts';

/** Two sides of one file: two people, or two worktrees of one. */
export interface Pair {
	repo: string;
	path: string;
	level: Level;
	isOwn: boolean;
	/** Whoever of either side meets the other, else changed the file last, else read it last. */
	one: Contender;
	other: Contender;
	/** Of their lines. Absent: not known, or not both are alive. */
	verdict?: Verdict;
}

/** All of one pair of people. */
export interface PairGroup {
	/** The one who looks leads; twice the same where it is between their own worktrees. */
	operatorIds: readonly [string, string];
	isMine: boolean;
	isOwn: boolean;
	/** The worst of its files. */
	level: Level;
	/** A file each, worst first, then newest. */
	pairs: Pair[];
}

/** One alert: a pair of people, and the two branches on which they meet. */
export interface CollisionAlert {
	key: string;
	repo: string;
	/** The one who is warned, and the other. */
	one: Contender;
	other: Contender;
	/** The files in which they meet. */
	paths: string[];
}

interface Side {
	alive: Contender | undefined;
	reader: Contender | undefined;
}

/** Of collisions, which never change: a new one stands for what is new. */
const found = new WeakMap<Collision, readonly Pair[]>();

/** Every two sides of a file between which there is something to tell: of one collision always the same. */
export function pairsOf(collision: Collision): readonly Pair[] {
	const known = found.get(collision);
	if (known !== undefined) return known;
	const pairs = pairsBetween(collision);
	found.set(collision, pairs);
	return pairs;
}

function pairsBetween(collision: Collision): Pair[] {
	const sides = [...sidesOf(collision)];
	const compared = comparedBySides(collision);
	const pairs: Pair[] = [];
	for (const [at, [name, side]] of sides.entries()) {
		for (const [otherName, other] of sides.slice(at + 1)) {
			const pair = pairOf(collision, side, other, compared.get(bothOf(name, otherName)));
			if (pair !== undefined) pairs.push(pair);
		}
	}
	return pairs;
}

function sidesOf({ contenders, isOwn }: Collision): Map<string, Side> {
	const sides = new Map<string, Side>();
	for (const contender of contenders) {
		const name = sideOf(contender, isOwn) ?? '';
		const side = sides.get(name) ?? { alive: undefined, reader: undefined };
		if (contender.mode === 'edit') side.alive ??= contender;
		else side.reader ??= contender;
		sides.set(name, side);
	}
	return sides;
}

const bothOf = (one: string, other: string): string => (one < other ? `${one}\0${other}` : `${other}\0${one}`);

/** Of several agents of the same two sides, those that meet speak for the others. */
function comparedBySides({ compared, isOwn }: Collision): Map<string, Compared> {
	const bySides = new Map<string, Compared>();
	for (const each of compared) {
		const both = bothOf(sideOf(each.one, isOwn) ?? '', sideOf(each.other, isOwn) ?? '');
		if (bySides.get(both)?.verdict !== 'meets') bySides.set(both, each);
	}
	return bySides;
}

function pairOf({ repo, path, isOwn }: Collision, one: Side, other: Side, compared: Compared | undefined): Pair | undefined {
	const file = { repo, path, isOwn };
	if (compared?.verdict === 'meets') return { ...file, level: 'conflict', ...compared };
	if (one.alive && other.alive) return { ...file, level: 'same file', ...(compared ?? { one: one.alive, other: other.alive }) };
	if (one.alive && other.reader) return { ...file, level: 'reading', one: one.alive, other: other.reader };
	return one.reader && other.alive && { ...file, level: 'reading', one: other.alive, other: one.reader };
}

const newest = ({ one, other }: Pair): number => Math.max(one.at, other.at);
const byUrgency = (one: Pair, other: Pair): number => rank(one.level) - rank(other.level) || newest(other) - newest(one);

/** By pair of people, as `byGroup` has them. */
export function pairGroups(collisions: readonly Collision[], you: string): PairGroup[] {
	const groups = new Map<string, Pair[]>();
	for (const pair of collisions.flatMap(pairsOf)) {
		const key = bothOf(pair.one.operatorId, pair.other.operatorId);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [pair]);
		else group.push(pair);
	}
	return [...groups.values()].map((pairs) => groupOf(pairs.sort(byUrgency), you)).sort(byGroup);
}

function groupOf(pairs: Pair[], you: string): PairGroup {
	const { one, other, isOwn, level } = pairs[0] as Pair;
	const [first = '', second = ''] = [one.operatorId, other.operatorId].sort();
	const operatorIds = second === you ? ([second, first] as const) : ([first, second] as const);
	return { operatorIds, isMine: operatorIds[0] === you, isOwn, level, pairs };
}

/** Those of `you` first, then worst first, then newest. */
export const byGroup = (one: PairGroup, other: PairGroup): number =>
	Number(other.isMine) - Number(one.isMine) || byUrgency(one.pairs[0] as Pair, other.pairs[0] as Pair);

/** One alert for a pair of people and the branches on which they meet, whichever file it is and whoever is named first. */
export const alertKey = (repo: string, one: Contender, other: Contender): string =>
	[repo, ...[one, other].map(({ operatorId, branch = '' }) => `${operatorId}\0${branch}`).sort()].join('\0');

/** What `you` are warned of: conflicts, and nothing else. */
export function alertsOf(collisions: readonly Collision[], you: string): CollisionAlert[] {
	const alerts = new Map<string, CollisionAlert>();
	for (const { repo, path, compared } of collisions) {
		for (const { one, other, verdict } of compared) {
			if (verdict !== 'meets' || ![one.operatorId, other.operatorId].includes(you)) continue;
			const key = alertKey(repo, one, other);
			const alert = alerts.get(key) ?? { key, repo, ...(one.operatorId === you ? { one, other } : { one: other, other: one }), paths: [] };
			if (!alert.paths.includes(path)) alert.paths.push(path);
			alerts.set(key, alert);
		}
	}
	return [...alerts.values()];
}

/** The worst that one person is in there. Others may be in worse. */
export function levelFor(collision: Collision, operatorId: string): Level | undefined {
	if (!involves(collision, operatorId)) return undefined;
	if (collision.isOwn) return collision.level;
	const isTheirs = (contender: Contender) => contender.operatorId === operatorId;
	if (collision.compared.some(({ one, other, verdict }) => verdict === 'meets' && (isTheirs(one) || isTheirs(other)))) return 'conflict';
	const alive = collision.contenders.filter(({ mode }) => mode === 'edit');
	return alive.some(isTheirs) && !alive.every(isTheirs) ? 'same file' : 'reading';
}

/** How many files are at which level: of everybody, or of one person. A file counts once, at the worst. */
export function fileCounts(collisions: readonly Collision[], operatorId?: string): Record<Level, number> {
	const levels = new Map<string, Level>();
	for (const collision of collisions) {
		const level = operatorId === undefined ? collision.level : levelFor(collision, operatorId);
		const file = `${collision.repo}\0${collision.path}`;
		const known = levels.get(file);
		if (level !== undefined && (known === undefined || rank(level) < rank(known))) levels.set(file, level);
	}
	const counts: Record<Level, number> = { conflict: 0, 'same file': 0, reading: 0 };
	for (const level of levels.values()) counts[level]++;
	return counts;
}
