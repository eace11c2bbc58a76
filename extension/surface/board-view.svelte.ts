/** What a panel or dashboard shows of the live room, as somebody chose: kept in the page's address, reactive. */
import { untrack } from 'svelte';
import { type PairGroup, pairGroups } from '../../shared/room/collision-pairs.ts';
import type { Contender } from '../../shared/room/collisions.ts';
import { agentKey } from '../../shared/room/fold.ts';
import { type Filter, inScope, NO_FILTER, passes, type Row, type Scope } from '../room/board.ts';
import { type ChipCounts, chipCounts } from '../room/chip-counts.ts';
import { type Choice, FIRST_CHOICE, fromQuery, type Hours, isFiltered, toQuery } from '../room/choice.ts';
import { groupsIn, type Look } from '../room/collision-list.ts';
import { feedPasses, isAbout } from '../room/feed.ts';
import { type Grouped, type Grouping, grouped, type Place, type Sort, sorted, workstreamsIn } from '../room/grouping.ts';
import { keptList } from '../room/kept-list.ts';
import { pullUrl } from '../room/pull/pull-branch.ts';
import type { RoomLive } from './room-live.svelte.ts';

/** A page that is opened long after a page of GitHub asked for something starts as always. */
const FOCUS_WITHIN_MS = 15_000;
/** Of the panel, whose address nobody sees: whose agents it shows, and how, is as it was when it is opened again. */
const KEPT_KEY = 'panel-choice';

export class BoardView {
	readonly #live: RoomLive;
	readonly #first: Choice;
	readonly #isPanel: boolean;
	#choice = $state.raw<Choice>(FIRST_CHOICE);
	#focusedKey = $state<string>();
	/** A panel lies beside a tab and begins with one's own agents; a dashboard is a tab itself, and shows everyone's. */
	constructor(live: RoomLive, isPanel: boolean) {
		this.#live = live;
		this.#isPanel = isPanel;
		this.#first = { ...FIRST_CHOICE, scope: { type: isPanel ? 'mine' : 'all' } };
		const query = location.search || (isPanel && localStorage.getItem(KEPT_KEY)) || '';
		this.#choice = fromQuery(query, this.#first);
	}

	#inScope = $derived.by(() => this.#live.rows.filter((row) => inScope(row, this.#choice.scope)));
	/** Whatever the chips say: they count among these. */
	#byText = $derived.by(() => this.#inScope.filter((row) => passes(row, { ...NO_FILTER, text: this.#choice.filter.text })));
	#rows = $derived.by(() =>
		sorted(
			this.#byText.filter((row) => passes(row, this.#choice.filter)),
			this.#choice.sort,
		),
	);
	#rowsByKey = $derived.by(() => new Map(this.#live.rows.map((row) => [row.key, row])));
	#privates: readonly string[] = [];
	/** By key. Of rows, which change all the time, what collides depends only where somebody filters. */
	#privateKeys = $derived.by(() => {
		const keys = this.#live.rows.flatMap(({ key, isPrivate }) => (isPrivate ? [key] : []));
		this.#privates = keptList(this.#privates, keys);
		return this.#privates;
	});
	#pairGroups = $derived.by(() => pairGroups(this.#live.collisions, this.#live.you));
	#groups = $derived.by(() => {
		const isPrivate = (contender: Contender) => this.#privateKeys.includes(agentKey(contender));
		return this.#groupsFor({ scope: this.#choice.scope, filter: this.#choice.filter, isPrivate });
	});
	#allGroups = $derived.by(() => this.#groupsFor({ scope: { type: 'all' }, filter: NO_FILTER }));
	#colliding = $derived.by(() => {
		const paths = new Map<string, Set<string>>();
		for (const { compared, path } of this.#live.collisions) {
			for (const { one, other, verdict } of compared) {
				if (verdict !== 'meets') continue;
				for (const key of [agentKey(one), agentKey(other)]) paths.set(key, (paths.get(key) ?? new Set()).add(path));
			}
		}
		return paths;
	});
	#feed = $derived.by(() => {
		const { scope, filter } = this.#choice;
		const feed = this.#live.feed.filter((entry) => feedPasses(entry, filter));
		if (scope.type === 'all') return feed;
		const operatorId = scope.type === 'mine' ? this.#live.you : scope.operatorId;
		return feed.filter((entry) => isAbout(entry, operatorId));
	});

	#counts = $derived.by(() => chipCounts(this.#byText, this.#choice.filter));
	#workstreams = $derived.by(() => workstreamsIn(this.#rows));

	#groupsFor(look: Pick<Look, 'scope' | 'filter' | 'isPrivate'>): PairGroup[] {
		const { alerts, you } = this.#live;
		const nameOf = (operatorId: string) => this.#live.names.nameOf(operatorId);
		return groupsIn(this.#pairGroups, { you, alerts, rowOf: (contender) => this.rowOf(contender), nameOf, ...look });
	}

	#choose(change: Partial<Choice>): void {
		this.#choice = { ...this.#choice, ...change };
		const query = toQuery(this.#choice, this.#first);
		history.replaceState(history.state, '', query === '' ? location.pathname : `?${query}`);
		if (this.#isPanel) localStorage.setItem(KEPT_KEY, toQuery({ ...this.#choice, filter: NO_FILTER, page: 'board' }, this.#first));
	}

	/** What a page of GitHub asked to see: Firefox lets a page open the dashboard, but not the sidebar, so it is shown there. */
	followFocus(): void {
		const focus = this.#live.focus;
		const isShown = this.#isPanel || import.meta.env.FIREFOX;
		if (!isShown || focus === undefined || untrack(() => this.#live.now) - focus.at > FOCUS_WITHIN_MS) return;
		const rows = untrack(() => this.#live.rows);
		const key = focus.agentKey ?? rows.find((row) => row.agent.touches.some((touch) => touch.path === focus.path))?.key;
		untrack(() => this.showAgent(key));
	}

	/** Brings one agent into sight, whatever was filtered before. */
	showAgent(key: string | undefined): void {
		const row = key === undefined ? undefined : this.#rowsByKey.get(key);
		if (row === undefined || !this.#rows.includes(row)) this.#choose({ scope: { type: 'all' }, filter: NO_FILTER, page: 'board' });
		this.#focusedKey = undefined;
		this.#focusedKey = key;
	}

	get scope(): Scope {
		return this.#choice.scope;
	}

	/** Whoever asks for agents is shown the list: pictures show the whole room. */
	set scope(scope: Scope) {
		this.#choose({ scope, page: 'board' });
	}

	get filter(): Filter {
		return this.#choice.filter;
	}

	set filter(filter: Filter) {
		this.#choose({ filter, page: 'board' });
	}

	get grouping(): Grouping {
		return this.#choice.grouping;
	}

	set grouping(grouping: Grouping) {
		this.#choose({ grouping, page: 'board' });
	}

	get sort(): Sort {
		return this.#choice.sort;
	}

	set sort(sort: Sort) {
		this.#choose({ sort, page: 'board' });
	}

	get page(): Choice['page'] {
		return this.#choice.page;
	}

	set page(page: Choice['page']) {
		this.#choose({ page });
	}

	get hours(): Hours {
		return this.#choice.hours;
	}

	set hours(hours: Hours) {
		this.#choose({ hours });
	}

	get isFiltered(): boolean {
		return isFiltered(this.#choice.filter);
	}

	get rows(): Row[] {
		return this.#rows;
	}

	get counts(): ChipCounts {
		return this.#counts;
	}

	/** As chosen; those that rest stand among the others where somebody looks for something. */
	group(rows: readonly Row[], held: ReadonlyMap<string, Place> | undefined): Grouped {
		const look = {
			grouping: this.grouping,
			foldsQuiet: !this.isFiltered,
			pullOf: (row: Row) => this.pullUrlOf(row),
			now: this.#live.relayNow,
		};
		return grouped(rows, look, held);
	}

	get workstreams(): number {
		return this.#workstreams;
	}

	get groups() {
		return this.#groups;
	}

	/** Whatever view and filter say: for what leads. */
	get allGroups() {
		return this.#allGroups;
	}

	get colliding(): ReadonlyMap<string, ReadonlySet<string>> {
		return this.#colliding;
	}

	get feed() {
		return this.#feed;
	}

	get focusedKey(): string | undefined {
		return this.#focusedKey;
	}

	hasAgent(key: string): boolean {
		return this.#rowsByKey.has(key);
	}

	rowOf(agent: { operatorId: string; agentId: string }): Row | undefined {
		return this.#rowsByKey.get(agentKey(agent));
	}

	pullUrlOf(row: Row): string | undefined {
		return pullUrl(row.agent, this.#live.seen);
	}
}
