/** The terminal's board: what needs a person first. Pure: a listing in, lines out. LOOK is its measure. */
import { byAttention } from '../../shared/order.ts';
import { AGENT_NAMES } from '../../shared/report/facts.ts';
import { counted, middleCut, possessive, STATUS_WORDS } from '../../shared/words.ts';
import { columns, cutToFit, padEnd, printable, wrap } from '../terminal/columns.ts';
import { type ColorDepth, type Style, styleFor } from '../terminal/style.ts';
import { endingOf, type Row, repoCells, type Seen, SHAPES, STATE_WIDTH, stateOf } from './agent-words.ts';
import { type Contested, collisionLines } from './collision-lines.ts';
import { withDistinctNames } from './distinct-names.ts';
import type { ListedAgent } from './listed-agent.ts';
import type { ListedOperator, RoomListing } from './listing.ts';

export type BoardState =
	| {
			type: 'local';
			agents: ListedAgent[];
			/** Between its own worktrees. */
			collisions?: Contested | undefined;
			since: string;
			/** What goes for these agents where the machine is in a room that is not shown; without one, that all stays here. */
			subtitle?: string | undefined;
			notice?: string | undefined;
	  }
	| {
			type: 'room';
			listing: RoomListing;
			/** A sentence on what is not as it should be: the relay is away, the bridge does not run. */
			notice?: string | undefined;
			/** The relay does not answer: what is listed was so then, by this machine's clock, and is grey as in the browser. */
			asOf?: number | undefined;
	  };

export interface BoardLook {
	/** Columns of the terminal. */
	width: number;
	/** Rows to fill at the most; what comes last is cut, and counted. */
	rows?: number | undefined;
	color: ColorDepth;
	/** This machine's clock, ms: for times of the day. */
	now: number;
	grouping?: Grouping | undefined;
	/** Of many agents those that are idle are counted, where a key shows them. */
	foldsIdle?: boolean | undefined;
	/** By what somebody typed: that nothing is left does not mean that nothing is there. */
	isFiltered?: boolean | undefined;
}

export const GROUPINGS = ['branch', 'person', 'status'] as const;
export type Grouping = (typeof GROUPINGS)[number];

const WIDTH_MAX = 200;
const WIDTH_MIN = 40;
const NAME_MAX = 16;
const PATHS_SHOWN = 3;
/** From so many agents on each is one line, and a group of one has no heading. */
const MANY = 12;
/** In the extension's words. */
const NOTHING_PASSES = 'No agent passes the filter.';

export function renderBoard(state: BoardState, look: BoardLook): string[] {
	const width = Math.max(WIDTH_MIN, Math.min(look.width, WIDTH_MAX));
	const page = new Page(styleFor(look.color), width, look);
	if (state.type === 'local') page.local(state);
	else page.room(withDistinctNames(state.listing), state.notice, state.asOf);
	return page.lines(look.rows);
}

/** The collisions alone, worst first. */
export function renderCollisions(contested: Contested, look: BoardLook): string[] {
	const page = new Page(styleFor(look.color), Math.max(WIDTH_MIN, Math.min(look.width, WIDTH_MAX)), look);
	page.collisions(contested, true);
	return page.lines(undefined);
}

class Page {
	readonly #style: Style;
	readonly #width: number;
	readonly #now: number;
	readonly #grouping: Grouping;
	readonly #foldsIdle: boolean;
	readonly #isFiltered: boolean;
	/** When what is shown was so, where that is not now: nothing of it has the colours of what is. */
	#asOf: number | undefined;
	#lines: string[] = [];

	constructor(withStyle: Style, width: number, { now, grouping = 'branch', foldsIdle = false, isFiltered = false }: BoardLook) {
		this.#grouping = grouping;
		this.#foldsIdle = foldsIdle && grouping !== 'status' && !isFiltered;
		this.#isFiltered = isFiltered;
		this.#style = withStyle;
		this.#width = width;
		this.#now = now;
	}

	lines(rows: number | undefined): string[] {
		if (rows === undefined || this.#lines.length <= rows) return this.#lines;
		const hidden = this.#lines.length - rows + 1;
		return [...this.#lines.slice(0, rows - 1), `  ${this.#style.dim(`… ${counted(hidden, 'more line')}`)}`];
	}

	local({ agents, collisions, since, subtitle, notice }: Extract<BoardState, { type: 'local' }>): void {
		const { bold, dim } = this.#style;
		const place = 'This machine';
		const words = ` · ${subtitle ?? 'local: nothing is shared, nothing is connected'}`;
		this.#add(bold(place) + dim(cutToFit(words, this.#width - 2 - place.length)));
		this.#notice(notice);
		this.#blankLine();
		if (collisions !== undefined) this.collisions(collisions);
		if (agents.length === 0)
			this.#add(this.#isFiltered ? NOTHING_PASSES : `No agent has worked here ${since}. Start one, and it shows up here.`);
		this.#streams(
			[...agents].sort((one, other) => byAttention(ordered(one), ordered(other))),
			false,
		);
	}

	room(listing: RoomListing, notice: string | undefined, asOf: number | undefined): void {
		this.#asOf = asOf;
		const { bold, dim } = this.#style;
		const name = cutToFit(listing.room, this.#width - 20);
		const when = asOf === undefined ? '' : `as of ${timeOfDay(asOf)}`;
		const view = cutToFit([this.#viewName(listing), when].filter(Boolean).join(' · '), this.#width - 5 - columns(name));
		const space = this.#width - 8 - columns(name) - columns(view);
		const [presence = ''] = this.#painted((style) => [presenceOf(listing.operators, space, style)]);
		this.#add([bold(name), view, presence].filter((part) => part !== '').join(dim(' · ')));
		this.#notice(notice);
		this.#blankLine();
		this.collisions(listing);
		const people = new Map(listing.operators.map((operator) => [operator.operatorId, operator]));
		this.#streams(listing.agents, listing.view === 'all', people);
		if (listing.agents.length === 0) this.#add(this.#isFiltered ? NOTHING_PASSES : emptyWords(listing));
	}

	#viewName(listing: RoomListing): string {
		if (listing.view === 'mine') return 'My agents';
		if (listing.view === 'all') return 'Everyone';
		const operator = listing.operators.find((each) => each.operatorId === listing.view);
		return `${possessive(printable(operator?.name ?? listing.view))} agents`;
	}

	/** Of what is not so any more all is grey: it is put together without colours, and then greyed. */
	#painted(paint: (style: Style) => string[]): string[] {
		return this.#asOf === undefined ? paint(this.#style) : paint(styleFor(1)).map(this.#style.dim);
	}

	#notice(notice: string | undefined): void {
		for (const line of wrap(notice ?? '', this.#width - 2)) this.#add(this.#style.amber(line));
	}

	collisions(listing: Contested, isWhole = false): void {
		const lines = this.#painted((style) => collisionLines(listing, style, this.#width - 2, this.#asOf ?? this.#now, isWhole));
		for (const line of lines) this.#add(line);
		if (lines.length > 0) this.#blankLine();
	}

	/** Agents by repository and branch, or as somebody chose; the group whose agent needs a person most comes first. */
	#streams(agents: readonly Row[], hasNames: boolean, people = new Map<string, ListedOperator>()): void {
		const kind = Math.max(0, ...agents.map((agent) => AGENT_NAMES[agent.kind].length));
		const space = Math.min(NAME_MAX, this.#width - 2 - 2 - 2 - kind - 2 - STATE_WIDTH);
		const names = hasNames ? agents.map((agent) => columns(printable(agent.operatorName ?? ''))) : [];
		const columnsOf = { name: Math.min(space, Math.max(0, ...names)), kind };
		const repos = repoCells(agents.map(({ repo }) => repo));
		const isLong = agents.length > MANY;
		const listed = this.#foldsIdle && isLong ? agents.filter(({ status }) => status !== 'idle') : agents;
		for (const [title, group] of Map.groupBy(listed, (agent) => groupOf(agent, this.#grouping))) {
			const hasTitle = !isLong || group.length > 1;
			if (hasTitle && isLong) this.#blankLine();
			if (hasTitle) this.#add(this.#style.dim(middleCut(printable(title), this.#width - 2)));
			const place = isLong && !(hasTitle && this.#grouping === 'branch');
			for (const agent of group)
				this.#agent(agent, columnsOf, people, { isLong, place, repo: place ? repos.get(agent.repo ?? '') : undefined });
			if (hasTitle) this.#blankLine();
		}
		const idle = agents.length - listed.length;
		if (idle > 0) this.#add(this.#style.dim(`${SHAPES.idle} ${idle} idle · i shows them`));
	}

	#agent(
		agent: Row,
		widths: { name: number; kind: number },
		people: Map<string, ListedOperator>,
		as: { isLong: boolean; place: boolean; repo: string | undefined },
	): void {
		const { dim } = this.#style;
		const isAway = this.#asOf !== undefined || agent.status === 'offline' || agent.status === 'stale';
		const isQuiet = isAway || agent.status === 'idle' || agent.status === 'unknown';
		const kind = padEnd(AGENT_NAMES[agent.kind], widths.kind);
		const used = 2 + 2 + (widths.name === 0 ? 0 : widths.name + 2) + widths.kind + 2 + STATE_WIDTH + 2;
		const { task, tail } = endingOf(agent, { space: this.#width - used, hasBranch: as.place, hasFiles: as.isLong, repo: as.repo });
		const rest = [isQuiet ? dim(task) : task, ...tail.map(dim)].filter((cell) => cell !== '');
		const { seen, words } = stateOf(agent);
		const first = widths.name === 0 ? kind : this.#who(agent, widths.name, people, isAway);
		const shape = this.#colored(seen, SHAPES[seen]);
		const shown = this.#colored(seen, rest.length === 0 ? words : padEnd(words, STATE_WIDTH));
		this.#add([`${shape} ${first}`, ...(widths.name === 0 ? [] : [isAway ? dim(kind) : kind]), shown, ...rest].join('  '));
		const isActive = agent.status === 'working' || agent.status === 'waiting' || agent.status === 'error';
		if (!as.isLong && isActive && agent.touches.length > 0) this.#paths(agent);
		if (!as.isLong && agent.planned.length > 0) this.#planned(agent);
	}

	#paths(agent: Row): void {
		const shown = agent.touches.slice(0, PATHS_SHOWN);
		const more = agent.touches.length - shown.length;
		const suffix = more === 0 ? '' : `  +${more}`;
		const space = this.#width - 4 - suffix.length;
		const each = Math.floor((space - 2 * (shown.length - 1)) / shown.length);
		const whole = shown.map((touch) => printable(touch.path)).join('  ');
		const paths = columns(whole) <= space ? whole : shown.map((touch) => middleCut(printable(touch.path), Math.max(10, each))).join('  ');
		this.#add(`  ${this.#style.dim(cutToFit(paths, space) + suffix)}`);
	}

	#planned({ planned }: Row): void {
		const words = `plans to edit ${planned.map(({ path }) => printable(path)).join('  ')}`;
		this.#add(`  ${this.#style.dim(cutToFit(words, this.#width - 4))}`);
	}

	#who(agent: Row, width: number, people: Map<string, ListedOperator>, isAway: boolean): string {
		const name = padEnd(cutName(printable(agent.operatorName ?? ''), width), width);
		const color = agent.operatorId === undefined ? undefined : people.get(agent.operatorId)?.color;
		return color === undefined || isAway ? this.#style.dim(name) : this.#style.hex(color, name);
	}

	#colored(status: Seen, text: string): string {
		const { amber, red, green, dim, bold } = this.#style;
		if (this.#asOf !== undefined) return dim(text);
		switch (status) {
			case 'waiting':
				return bold(amber(text));
			case 'silent':
				return amber(text);
			case 'error':
				return red(text);
			case 'working':
				return green(text);
			default:
				return dim(text);
		}
	}

	#add(line: string): void {
		this.#lines.push(line === '' ? '' : `  ${line}`);
	}

	#blankLine(): void {
		if (this.#lines.at(-1) !== '') this.#lines.push('');
	}
}

/** `14:03`, as the browser has it. */
const timeOfDay = (at: number): string => new Date(at).toTimeString().slice(0, 5);

function groupOf(agent: Row, grouping: Grouping): string {
	if (grouping === 'status') return STATUS_WORDS[agent.status];
	return grouping === 'person' ? (agent.operatorName ?? 'This machine') : streamOf(agent);
}

/** An id that tells two of a name apart is not cut off. */
function cutName(name: string, width: number): string {
	const id = / \([a-z0-9-]+\)$/.exec(name)?.[0] ?? '';
	const space = width - columns(id);
	return id === '' || space < 2 ? cutToFit(name, width) : cutToFit(name.slice(0, -id.length), space) + id;
}

/** Who is online, each in their colour, and the others counted; where there is not the room, fewer names, or counts alone. */
function presenceOf(operators: readonly ListedOperator[], space: number, style: Style): string {
	const online = operators.filter((operator) => operator.online && !operator.paused);
	const paused = operators.filter((operator) => operator.paused);
	for (let named = Math.max(online.length, paused.length); named >= 0; named--) {
		const words = (using: Style) =>
			presenceWords({ online, paused, offline: operators.length - online.length - paused.length }, named, using);
		if (columns(words(styleFor(1))) <= space) return words(style);
	}
	return '';
}

interface Presence {
	online: readonly ListedOperator[];
	paused: readonly ListedOperator[];
	offline: number;
}

function presenceWords({ online, paused, offline }: Presence, named: number, { dim, hex }: Style): string {
	const names = (some: readonly ListedOperator[]) => {
		if (named === 0) return String(some.length);
		const known = some.slice(0, named).map(({ name, color }) => hex(color, printable(name)));
		return known.join(dim(', ')) + (some.length > named ? dim(` +${some.length - named}`) : '');
	};
	const shown = [
		...(online.length === 0 ? [] : [`${names(online)} online`]),
		...(paused.length === 0 ? [] : [`${names(paused)} ${dim(`‖ ${STATUS_WORDS.paused}`)}`]),
		...(offline === 0 ? [] : [dim(`${offline} away`)]),
	];
	return shown.join(dim(', '));
}

const ordered = ({ status, statusAge }: ListedAgent) => ({ status, isMine: true, statusSince: -statusAge });

/** `acme/api · feature/login`; the fork where the branch lies in one. */
function streamOf(agent: Row): string {
	if (agent.repo === null) return agent.cwd ?? 'no repository';
	const where = agent.head === null || agent.head === agent.repo ? '' : ` (${shortRepo(agent.head)})`;
	return agent.branch === null ? shortRepo(agent.repo) : `${shortRepo(agent.repo)} · ${agent.branch}${where}`;
}

/** GitHub goes without saying, and a repository without a remote by its folder. */
const shortRepo = (repo: string): string => repo.replace(/^github\.com\//, '').replace(/^local\/(.*)@[0-9a-f]{12}$/, '$1');

function emptyWords(listing: RoomListing): string {
	if (listing.view === 'mine')
		return 'No agent of yours is at work. Start one in a shared repository (`pylon share list`), and it shows up here.';
	if (listing.view === 'all') return 'No agent is at work. `pylon invite` brings somebody in.';
	return 'No agent of theirs is at work.';
}
