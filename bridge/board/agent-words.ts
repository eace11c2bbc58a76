/** What the line of an agent says, in the columns that it has. Pure. */
import { shortRepo } from '../../shared/collision-words.ts';
import { silentSince } from '../../shared/room/freshness.ts';
import { counted, middleCut, STATUS_WORDS, span } from '../../shared/words.ts';
import { columns, cutToFit, padEnd, printable } from '../terminal/columns.ts';
import type { ListedAgent } from './listed-agent.ts';
import type { RoomAgent } from './listing.ts';

export type Row = Omit<ListedAgent, 'status'> &
	Partial<Pick<RoomAgent, 'operatorId' | 'operatorName' | 'shared'>> & { status: RoomAgent['status'] };

/** A status as it is seen: silent is one that works, and has done nothing for minutes. */
export type Seen = Row['status'] | 'silent';

/** LOOK: a shape first, a colour second, and always the word. */
export const SHAPES: Readonly<Record<Seen, string>> = {
	working: '●',
	silent: '◌',
	waiting: '!',
	idle: '○',
	error: '■',
	unknown: '?',
	stale: '◐',
	offline: '–',
};

const BRANCH_MAX = 24;
const FILES_WIDTH = 36;
const TASK_MIN = 10;
/** With less for the task its files are counted, not named. */
const TASK_GOOD = 48;
const REPO_MAX = 16;
/** With less for the task its repository is not named. */
const TASK_BESIDE_REPO = 32;

/** `waiting  12 min`. */
export const STATE_WIDTH = 15;

/** The clock of one that is silent runs since it last did anything. */
export function stateOf({ status, statusAge, lastActiveAge }: Row): { seen: Seen; words: string } {
	const silent = silentSince(status, { statusSince: -statusAge, ...(lastActiveAge !== null && { lastActive: -lastActiveAge }) }, 0);
	const words = (word: string, age: number) => `${padEnd(word, 7)}  ${span(age)}`;
	return silent === undefined
		? { seen: status, words: words(STATUS_WORDS[status], statusAge) }
		: { seen: 'silent', words: words('silent', -silent) };
}

export interface Place {
	/** Columns. */
	space: number;
	/** Its branch is nowhere else. */
	hasBranch: boolean;
	/** So are its files. */
	hasFiles: boolean;
	/** Its repository, where that is nowhere else, and others' are another. */
	repo?: string | undefined;
}

/** The task takes what room there is; in a narrow terminal it comes before the rest. */
export function endingOf(agent: Row, { space, hasBranch, hasFiles, repo = '' }: Place): { task: string; tail: string[] } {
	const text = printable(taskWords(agent));
	const shared = agent.shared === false ? ['not shared'] : [];
	const branch = hasBranch && agent.branch !== null ? [padEnd(middleCut(printable(agent.branch), BRANCH_MAX), BRANCH_MAX)] : [];
	const hasRepo = repo !== '' && space - widthOf([...shared, repo, ...branch, countedFiles(agent)]) >= TASK_BESIDE_REPO;
	const place = [...shared, ...(hasRepo ? [repo] : []), ...branch];
	const beside = space - widthOf(place);
	const files = hasFiles && beside - FILES_WIDTH - 2 >= TASK_GOOD ? namedFiles(agent) : countedFiles(agent);
	const tail = [...place, ...(files === '' ? [] : [files])];
	const left = beside - (files === '' ? 0 : columns(files) + 2);
	if (tail.length === 0 || left < TASK_MIN) return { task: cutToFit(text, space), tail: [] };
	return { task: padEnd(cutToFit(text, left), left), tail };
}

/** With what stands before each. */
const widthOf = (cells: readonly string[]): number => cells.reduce((sum, cell) => sum + columns(cell) + 2, 0);

/** A cell for each repository, by its name, with its owner's where others have that name too; none where there is but one. */
export function repoCells(repos: readonly (string | null)[]): ReadonlyMap<string, string> {
	const known = [...new Set(repos.filter((repo) => repo !== null))];
	if (known.length < 2) return new Map();
	const nameOf = (repo: string) => shortRepo(repo).split('/').at(-1) ?? repo;
	const isAlone = (repo: string) => known.filter((other) => nameOf(other) === nameOf(repo)).length === 1;
	const names = known.map((repo) => cutToFit(middleCut(printable(isAlone(repo) ? nameOf(repo) : shortRepo(repo)), REPO_MAX), REPO_MAX));
	const width = Math.max(...names.map(columns));
	return new Map(known.map((repo, at) => [repo, padEnd(names[at] ?? '', width)]));
}

const countedFiles = ({ touches }: Row): string => (touches.length === 0 ? '' : counted(touches.length, 'file'));

/** `src/auth/login.ts  +2`, the newest. */
function namedFiles({ touches: [first, ...more] }: Row): string {
	const rest = more.length === 0 ? '' : `  +${more.length}`;
	const path = first === undefined ? '' : cutToFit(middleCut(printable(first.path), FILES_WIDTH - rest.length), FILES_WIDTH - rest.length);
	return padEnd(path + rest, FILES_WIDTH);
}

/** `Rework the login · Cover it with tests 2/3`. */
function taskWords({ title, task, plan }: Row): string {
	const words = [title, task === title ? null : task].filter((part) => part !== null).join(' · ');
	const at = plan?.findIndex(({ state }) => state === 'in_progress') ?? -1;
	return plan === null || at === -1 ? words : `${words} ${at + 1}/${plan.length}`;
}
