/**
 * The extension's one background: puts its parts together and tells everyone who looks. It may be stopped at any time and started
 * again by any event, so all that it knows is stored (`storage/`), and listeners are set before anything is awaited.
 */
import { browser } from 'wxt/browser';
import { MACHINE_ROOM } from '../../shared/machine-room.ts';
import { showDashboard } from '../browser/dashboard-tab.ts';
import type { PageRequest } from '../contract/page-view.ts';
import type { Pull } from '../contract/pull.ts';
import { readSettings, watchSettings } from '../contract/stored-settings.ts';
import type { Connection, SurfaceView } from '../contract/surface-view.ts';
import { hearNotifications } from './alerts/notifications.ts';
import { RoomAlerts } from './alerts/room-alerts.ts';
import { answerSurface } from './answer-surface.ts';
import { GithubPages } from './github-pages.ts';
import { KeepAwake } from './keep-awake.ts';
import { Machine } from './native/machine.ts';
import { quietOf } from './native/quiet-of.ts';
import type { QuietSync } from './native/quiet-sync.ts';
import { Pairings } from './pairing/pairings.ts';
import type { Parts } from './parts.ts';
import { Permissions } from './permissions.ts';
import { hearRequests } from './ports/hear-requests.ts';
import { openPanel } from './ports/open-panel.ts';
import { Ports } from './ports/ports.ts';
import { Views } from './ports/views.ts';
import { PullLookup } from './pulls/pull-lookup.ts';
import { TabPulls } from './pulls/tab-pulls.ts';
import { openRelaySource } from './relay/relay-source.ts';
import { type LastView, RoomSubscription, type RoomUpdate } from './relay/room-subscription.ts';
import { readView } from './storage/session-view.ts';
import { storeIfPossible } from './storage/storage-error.ts';
import { DayKeeper, readDay, removeDay } from './storage/stored-day.ts';
import { MemoryKeeper, readMemory, removeMemory } from './storage/stored-memory.ts';
import { lockVault } from './storage/vault.ts';
import { Throttle } from './throttle.ts';

const ALARM = 'refresh';
/** Many events make one redrawing. */
const REFRESH_DELAY_MS = 100;
/** The view of a busy room is large: it is written now and then, not at every event. */
const STORE_DELAY_MS = 1_000;

const isOver = (connection: Connection): boolean =>
	connection.type === 'refused' && ['removed', 'signed-out', 'room-unknown'].includes(connection.refusal);

/** As it was shown by itself, or beside a room. */
function lastOfMachine(view: SurfaceView | undefined): LastView | undefined {
	if (view?.active === MACHINE_ROOM) return view;
	return view?.own && { ...view.own, feed: [], connection: { type: 'resting' } };
}

export class Background {
	readonly #now: () => number;
	readonly #ready: Promise<void>;
	readonly #ports: Ports;
	readonly #parts: Parts;
	readonly #views: Views;
	readonly #keepAwake: KeepAwake;
	readonly #refreshSoon = new Throttle(REFRESH_DELAY_MS, () => this.#whenReady(() => this.#refresh()));
	readonly #storeSoon = new Throttle(STORE_DELAY_MS, () => void this.#views.store());
	/** Of the active pairing. */
	#room: RoomSubscription | undefined;
	#memory: MemoryKeeper | undefined;
	#dayKeeper: DayKeeper | undefined;
	readonly #quiet: QuietSync;

	constructor(now: () => number) {
		this.#now = now;
		this.#parts = this.#makeParts();
		this.#quiet = quietOf(this.#parts);
		this.#views = new Views(this.#parts, now);
		this.#keepAwake = new KeepAwake({
			onInterval: () => {
				this.#room?.ping();
				this.#refreshSoon.request();
			},
			onIdle: () => (this.#ports.isWatched ? undefined : this.#rest()),
		});
		this.#ports = new Ports({
			onWatched: (isWatched) => this.#onWatched(isWatched),
			onSurface: (send) => this.#whenReady(() => send({ type: 'view', view: this.#views.surface() })),
			onLooked: () => this.#whenReady(() => this.#keepLooked()),
			onPageRequest: (request, tab) => this.#onPageRequest(request, tab),
			onTabGone: (tabId) => this.#whenReady(() => this.#showPull(tabId, undefined)),
			pageView: (repo, tabId) => this.#views.page(repo, tabId),
		});
		this.#hearBrowser();
		this.#ready = this.#start();
	}

	#makeParts(): Parts {
		const now = this.#now;
		const tabPulls = new TabPulls();
		const lookup = new PullLookup({
			now,
			onFound: async (pull) => {
				await tabPulls.learn(pull);
				this.#tellSurfaces({ seen: tabPulls.seen });
			},
			onAccess: () => {
				this.#tellSurfaces({ github: lookup.access });
				this.#refreshSoon.request();
			},
		});
		const pairings = new Pairings({ now, changed: () => this.#showActive() });
		const machine = new Machine({
			now,
			known: () => pairings.known,
			pair: (token) => this.#ready.then(() => pairings.pair(token, false)),
			onUpdate: (update) => this.#onMachineUpdate(update),
			onView: () => this.#tellSurfaces({ machine: machine.view }),
			onKeepsQuiet: () => this.#whenReady(() => storeIfPossible(this.#quiet.hostCame())),
			onQuiet: (quiet) => this.#whenReady(() => storeIfPossible(this.#quiet.hear(quiet))),
		});
		const alerts = new RoomAlerts({
			now,
			onChange: (record) => {
				this.#tellSurfaces({ alerts: record });
				this.#lookAtQuiet();
			},
		});
		const githubPages = new GithubPages(() => {
			this.#tellSurfaces({ isGithubAllowed: githubPages.isAllowed });
			this.#refreshSoon.request();
		});
		return {
			pairings,
			alerts,
			tabPulls,
			lookup,
			machine,
			githubPages,
			room: () => (pairings.active === undefined ? machine.room : this.#room),
		};
	}

	/** Quiet hours or mutes may have changed. */
	#lookAtQuiet(): void {
		this.#whenReady(() => storeIfPossible(this.#quiet.look()));
	}

	#hearBrowser(): void {
		const permissions = new Permissions();
		hearRequests(async (request) => {
			await this.#ready;
			const answer = await answerSurface(request, this.#parts);
			this.#refreshSoon.request();
			return answer;
		});
		hearNotifications(
			() => this.#whenReady(() => showDashboard()),
			(id, button) => this.#whenReady(() => this.#parts.alerts.answerNotice(id, button).then(() => this.#refreshSoon.request())),
		);
		watchSettings(({ theme, hosts }) => {
			this.#whenReady(() => {
				this.#parts.githubPages.setHosts(hosts);
				this.#setTheme(theme);
			});
			this.#lookAtQuiet();
			void permissions.reconcile();
		});
		browser.permissions.onRemoved.addListener(() => void permissions.reconcile());
		// An update takes the alarms and the badge along, and some browsers forget alarms when they are closed.
		for (const begun of [browser.runtime.onInstalled, browser.runtime.onStartup]) {
			begun.addListener(() => this.#whenReady(() => this.#beginAnew()));
		}
		browser.alarms.onAlarm.addListener((alarm) => {
			if (alarm.name === ALARM) this.#whenReady(() => this.#refreshBriefly());
		});
		// A browser that starts, and an extension that was updated, have their host at once: to be woken is all that it takes.
		for (const started of [browser.runtime.onStartup, browser.runtime.onInstalled]) started.addListener(() => undefined);
		// Firefox says so before it stops a background; Chrome does not.
		browser.runtime.onSuspend?.addListener(() => void this.#remember(true));
		void permissions.reconcile();
	}

	async #start(): Promise<void> {
		await lockVault();
		const { pairings, tabPulls, lookup, machine, githubPages } = this.#parts;
		const [view, { theme, hosts }] = await Promise.all([readView(), readSettings(), pairings.load(), lookup.load(), githubPages.look()]);
		this.#views.setTheme(theme);
		githubPages.setHosts(hosts);
		await tabPulls.load(view?.pulls ?? {});
		await machine.start(lastOfMachine(view));
		await this.#subscribe(view);
		if ((await browser.alarms.get(ALARM)) === undefined) await this.#setAlarm();
		if (this.#ports.isWatched) this.#room?.open();
		// Nothing is left of the last time: it was updated, or the browser was started.
		if (view === undefined) {
			this.#refreshBriefly();
			void pairings.showNeeded();
		}
		this.#refreshSoon.request();
	}

	#setAlarm(): Promise<void> {
		return browser.alarms.create(ALARM, { periodInMinutes: 1 });
	}

	/** Installed, updated, or the browser was started: nobody waits for the first alarm to see the badge. */
	async #beginAnew(): Promise<void> {
		await this.#setAlarm();
		this.#refreshBriefly();
	}

	#whenReady(work: () => void | Promise<void>): void {
		// A fault of ours: it is thrown where the browser's console shows it.
		void this.#ready.then(work);
	}

	/* The room. */

	/** To the active pairing's room, if any. `view` is what was shown when the background stopped, of whichever room. */
	async #subscribe(view?: SurfaceView): Promise<void> {
		this.#room?.close();
		this.#room = undefined;
		this.#memory = undefined;
		this.#dayKeeper = undefined;
		const { active } = this.#parts.pairings;
		await this.#parts.alerts.load(active?.id ?? MACHINE_ROOM);
		this.#lookAtQuiet();
		if (active === undefined) return;
		const last = view?.active === active.id ? view : undefined;
		const [recall, day] = await Promise.all([readMemory(active), readDay(active)]);
		const room = new RoomSubscription(active.id, last, {
			recall,
			day,
			openSource: (listener, signal) => openRelaySource(active, listener, signal),
			now: this.#now,
			onUpdate: (update) => this.#onUpdate(room, update),
		});
		this.#room = room;
		this.#memory = new MemoryKeeper(active);
		this.#dayKeeper = new DayKeeper(active);
	}

	#onUpdate(room: RoomSubscription, update: RoomUpdate): void {
		if (room !== this.#room) return;
		if (update.type === 'event') this.#ports.toSurfaces(update);
		if (update.type === 'connection') this.#tellSurfaces({ connection: update.connection });
		if (update.type === 'news') this.#ports.toSurfaces(update);
		this.#refreshSoon.request();
	}

	/** Without a room this machine is what is shown, from its first word on. */
	#onMachineUpdate(update: RoomUpdate): void {
		const isShown = this.#parts.pairings.active === undefined;
		if (update.type === 'event' && isShown && update.received.event.type === 'snapshot') this.#whenReady(() => this.#showAll());
		else if (update.type === 'event') this.#ports.toSurfaces(isShown ? update : { ...update, type: 'own-event' });
		else if (isShown && update.type === 'connection') this.#tellSurfaces({ connection: update.connection });
		else if (isShown && update.type === 'news') this.#ports.toSurfaces(update);
		this.#refreshSoon.request();
	}

	/** The active pairing is another one, or the list of them changed. */
	async #showActive(): Promise<void> {
		if (this.#parts.pairings.active?.id !== this.#room?.id) await this.#subscribe();
		await this.#showAll();
		if (this.#ports.isWatched) this.#room?.open();
		this.#refreshSoon.request();
	}

	async #showAll(): Promise<void> {
		this.#ports.toSurfaces({ type: 'view', view: this.#views.surface() });
		await this.#views.store();
	}

	/* Who looks, and for how long the background stays awake. */

	#onWatched(isWatched: boolean): void {
		if (!isWatched) return this.#keepAwake.stopSoon();
		this.#keepAwake.start();
		this.#whenReady(() => {
			this.#parts.machine.lookAgain();
			this.#room?.open();
		});
	}

	/** The next surface is painted before it asks: what it is painted of has to know. */
	async #keepLooked(): Promise<void> {
		await storeIfPossible(this.#parts.alerts.looked());
		await this.#views.store();
	}

	/** The alarm: badge and notifications are brought up to date, then all is quiet again. */
	#refreshBriefly(): void {
		void this.#parts.githubPages.look();
		this.#parts.machine.lookAgain();
		this.#refreshSoon.request();
		if (this.#ports.isWatched || this.#room === undefined) return;
		this.#room.open();
		this.#keepAwake.stopSoon();
	}

	/** Nobody looks. */
	#rest(): void {
		this.#room?.close();
		void this.#remember(true);
	}

	/** Of a room that was heard whole. One that this browser is shown out of is forgotten. SPEC C9. */
	async #remember(isLast: boolean): Promise<void> {
		const [room, memory, dayKeeper] = [this.#room, this.#memory, this.#dayKeeper];
		if (room === undefined || memory === undefined || dayKeeper === undefined) return;
		if (isOver(room.connection)) return storeIfPossible(Promise.all([removeMemory(room.id), removeDay(room.id)]).then(() => undefined));
		await (isLast ? dayKeeper.keepNow(room.day) : dayKeeper.keep(room.day, this.#now()));
		if (room.model.heardAt === 0 || room.isPart || !room.model.state.settled) return;
		await (isLast ? memory.keepNow(room.model.state) : memory.keep(room.model.state, this.#now()));
	}

	/** What follows from what changed. */
	async #refresh(): Promise<void> {
		this.#room?.removeOffline();
		this.#ports.refreshPages();
		this.#storeSoon.request();
		// Of a room that lets nobody in any more nothing is asked, as nothing is shown.
		const room = this.#parts.room();
		const mayAsk = this.#ports.isWatched && room?.isRefused !== true;
		const { alerts, lookup, tabPulls, machine } = this.#parts;
		if (mayAsk) void lookup.look(room?.model.state.agents.values() ?? [], tabPulls.seen);
		await Promise.all([alerts.refresh(room, machine.room === room ? undefined : machine.room), this.#remember(false)]);
	}

	/* What surfaces and pages are shown. */

	#tellSurfaces(change: Partial<Omit<SurfaceView, 'snapshot' | 'heardAt' | 'own' | 'feed'>>): void {
		this.#ports.toSurfaces({ type: 'change', change });
	}

	#setTheme(theme: SurfaceView['theme']): void {
		this.#views.setTheme(theme);
		this.#tellSurfaces({ theme });
		this.#refreshSoon.request();
	}

	#onPageRequest(request: PageRequest, tab: { id: number; windowId: number }): void {
		if (request.type === 'pull') this.#whenReady(() => this.#showPull(tab.id, request.pull));
		if (request.type !== 'open-panel') return;
		// At once, before anything is awaited: the browser lets only a person's click open the panel.
		openPanel(tab.windowId);
		const focus = { ...request.focus, at: this.#now() };
		this.#views.setFocus(focus);
		this.#tellSurfaces({ focus });
	}

	async #showPull(tabId: number, pull: Pull | undefined): Promise<void> {
		const { tabPulls } = this.#parts;
		await tabPulls.show(tabId, pull);
		this.#tellSurfaces({ pulls: tabPulls.shown, seen: tabPulls.seen });
		this.#refreshSoon.request();
	}
}
