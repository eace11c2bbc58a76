/**
 * The extension's one background: it owns the live room and tells everyone who looks. It may be stopped at any time and
 * started again by any event, so all that it knows is kept (`kept.ts`), and listeners are set before anything is awaited.
 */
import { browser } from 'wxt/browser';
import { showDashboard } from '../browser/dashboard-tab.ts';
import type { AlertRecord } from '../contract/alert-record.ts';
import type { PageRequest, PageView } from '../contract/page-view.ts';
import type { Pull, SeenPull } from '../contract/pull.ts';
import { readSettings, watchSettings } from '../contract/stored-settings.ts';
import type { Answer, SurfaceRequest } from '../contract/surface-request.ts';
import type { SurfaceView } from '../contract/surface-view.ts';
import { answered, noAlerts } from '../room/alerts.ts';
import { refreshBadge } from './alerts/badge.ts';
import { dueOf } from './alerts/due.ts';
import { alertsOfNotice, NOTICE_ANSWERS, notify } from './alerts/notifications.ts';
import { Awake } from './keep-awake.ts';
import { listDevices, revokeDevice, revokeThis } from './pairing/devices.ts';
import { browserName, deviceLabel, pair } from './pairing/pair.ts';
import { type PairedRoom, publicOf } from './pairing/paired-room.ts';
import { type PairedRooms, readRooms, withoutRoom, withRoom, writeRooms } from './pairing/paired-rooms.ts';
import { keepToAllowed } from './permissions.ts';
import { openPanel } from './ports/open-panel.ts';
import { pageViewOf } from './ports/page-view-of.ts';
import { Ports } from './ports/ports.ts';
import { hearRequests } from './ports/surface-requests.ts';
import { PullLookup } from './pulls/pull-lookup.ts';
import { TabPulls } from './pulls/tab-pulls.ts';
import { type KeeperNews, RoomKeeper } from './relay/live-room.ts';
import { openRelaySource } from './relay/relay-source.ts';
import { keepView, readView } from './storage/session-view.ts';
import { keptIfPossible } from './storage/storage-error.ts';
import { forgetRoom, type KeptRoom, keepRoom, readRoom, readSeen } from './storage/stored-state.ts';
import { lockVault } from './storage/vault.ts';
import { Soon } from './throttle.ts';

const ALARM = 'refresh';
/** Many events make one redrawing. */
const REFRESH_AFTER_MS = 100;
const KEEP_AFTER_MS = 1_000;

const NO_ROOM: Answer = { isDone: false, fault: { type: 'failed' } };

export class Background {
	readonly #now: () => number;
	readonly #ports: Ports;
	readonly #ready: Promise<void>;
	#rooms: PairedRooms = { rooms: [], active: undefined };
	#keeper: RoomKeeper | undefined;
	#kept: KeptRoom = { alerts: noAlerts(), lookedAt: 0 };
	readonly #pulls = new TabPulls();
	readonly #lookup: PullLookup;
	#focus: SurfaceView['focus'];
	#theme: SurfaceView['theme'] = 'system';
	readonly #awake: Awake;
	readonly #refreshSoon = new Soon(REFRESH_AFTER_MS, () => this.#whenReady(() => this.#refresh()));
	/** The view of a busy room is large: it is written now and then, not at every event. */
	readonly #keepSoon = new Soon(KEEP_AFTER_MS, () => void keptIfPossible(keepView(this.#view())));
	/** One after the other: each begins with what the one before it left. */
	#allowing: Promise<unknown> = Promise.resolve();

	constructor(now: () => number) {
		this.#now = now;
		this.#awake = new Awake({
			onAwake: () => {
				this.#keeper?.ping();
				this.#refreshSoon.ask();
			},
			onRest: () => (this.#ports.isLooked ? undefined : this.#keeper?.close()),
		});
		this.#lookup = new PullLookup({
			now,
			learned: (pull) => this.#learn(pull),
			changed: () => {
				this.#ports.toSurfaces({ type: 'change', change: { github: this.#lookup.access } });
				this.#refreshSoon.ask();
			},
		});
		this.#ports = new Ports({
			looking: (isLooked) => this.#looking(isLooked),
			surface: (send) => this.#whenReady(() => send({ type: 'view', view: this.#view() })),
			pageAsks: (request, tab) => this.#pageAsks(request, tab),
			tabGone: (tabId) => this.#whenReady(() => this.#showPull(tabId, undefined)),
			pageView: (repo, tabId) => this.#pageView(repo, tabId),
		});
		hearRequests(async (request) => {
			await this.#ready;
			return this.#answer(request);
		});
		watchSettings(({ theme }) => {
			this.#whenReady(() => this.#dress(theme));
			this.#keepToAllowed();
		});
		browser.alarms.onAlarm.addListener((alarm) => {
			if (alarm.name === ALARM) this.#whenReady(() => this.#lookBriefly());
		});
		this.#hearNotices();
		browser.permissions.onAdded.addListener(() => this.#hearNotices());
		browser.permissions.onRemoved.addListener(() => this.#keepToAllowed());
		this.#ready = this.#start();
		this.#keepToAllowed();
	}

	async #start(): Promise<void> {
		await lockVault();
		const [rooms, view, seen, { theme }] = await Promise.all([readRooms(), readView(), readSeen(), readSettings(), this.#lookup.start()]);
		this.#theme = theme;
		this.#rooms = rooms;
		Object.assign(this.#pulls, { seen, shown: view?.pulls ?? {} });
		await this.#keep(rooms.active, view?.active === rooms.active?.id ? view : undefined);
		if ((await browser.alarms.get(ALARM)) === undefined) await browser.alarms.create(ALARM, { periodInMinutes: 1 });
		if (this.#ports.isLooked) this.#keeper?.open();
		this.#refreshSoon.ask();
	}

	#whenReady(work: () => void | Promise<void>): void {
		// A fault of ours: it is thrown where the browser's console shows it.
		void this.#ready.then(work);
	}

	#keepToAllowed(): void {
		const kept = this.#allowing.then(keepToAllowed);
		this.#whenReady(() => kept);
		this.#allowing = Promise.allSettled([kept]);
	}

	/** Takes up a room: its alerts, and what is kept of its last view. */
	async #keep(room: PairedRoom | undefined, view?: SurfaceView): Promise<void> {
		this.#keeper?.close();
		this.#keeper = undefined;
		this.#kept = { alerts: noAlerts(), lookedAt: 0 };
		if (room === undefined) return;
		this.#kept = await readRoom(room.id);
		const keeper = new RoomKeeper(room, view, { openSource: openRelaySource, now: this.#now, tell: (news) => this.#tell(keeper, news) });
		if (view?.connection.type === 'refused') keeper.connection = view.connection;
		this.#keeper = keeper;
	}

	#tell(keeper: RoomKeeper, news: KeeperNews): void {
		if (keeper !== this.#keeper) return;
		if (news.type === 'event') this.#ports.toSurfaces(news);
		if (news.type === 'connection') this.#ports.toSurfaces({ type: 'change', change: { connection: news.connection } });
		if (news.type === 'feed') this.#ports.toSurfaces({ type: 'change', change: { feed: news.feed } });
		this.#refreshSoon.ask();
	}

	#view(): SurfaceView {
		const keeper = this.#keeper;
		const isShown = keeper !== undefined && keeper.model.heardAt > 0 && keeper.connection.type !== 'refused';
		return {
			theme: this.#theme,
			rooms: this.#rooms.rooms.map(publicOf),
			active: keeper?.room.id,
			connection: keeper?.connection ?? { type: 'none' },
			snapshot: isShown ? keeper.model.snapshot() : undefined,
			heardAt: isShown ? keeper.model.heardAt : 0,
			isPart: isShown && keeper.isPart,
			feed: isShown ? keeper.feed : [],
			lookedAt: this.#kept.lookedAt,
			alerts: this.#kept.alerts,
			pulls: this.#pulls.shown,
			seen: this.#pulls.seen,
			github: this.#lookup.access,
			focus: this.#focus,
		};
	}

	/* Who looks, and for how long the background stays awake. */

	#looking(isLooked: boolean): void {
		if (!isLooked) return this.#awake.restSoon();
		this.#awake.stay();
		this.#whenReady(() => this.#keeper?.open());
	}

	/** The alarm: badge and notifications are brought up to date, then all is quiet again. */
	#lookBriefly(): void {
		this.#refreshSoon.ask();
		if (this.#ports.isLooked || this.#keeper === undefined) return;
		this.#keeper.open();
		this.#awake.restSoon();
	}

	/* What follows from what changed. */

	async #refresh(): Promise<void> {
		this.#keeper?.forget();
		this.#ports.refreshPages();
		this.#keepSoon.ask();
		// Of a room that lets nobody in any more nothing is asked, as nothing is shown.
		const isIn = this.#keeper?.connection.type !== 'refused';
		if (this.#ports.isLooked && isIn) void this.#lookup.look(this.#keeper?.model.state.agents.values() ?? [], this.#pulls.seen);
		await Promise.all([refreshBadge(this.#keeper, this.#kept.alerts, this.#now()), this.#refreshNotices()]);
	}

	async #refreshNotices(): Promise<void> {
		const keeper = this.#keeper;
		if (keeper === undefined || keeper.model.heardAt === 0 || keeper.connection.type === 'refused') return;
		const settings = await readSettings();
		const due = dueOf(keeper.model, this.#kept.alerts, settings, new Date(this.#now()));
		if (JSON.stringify(due.record) !== JSON.stringify(this.#kept.alerts)) await keptIfPossible(this.#changeAlerts(due.record));
		await notify(due, keeper.model, this.#now());
	}

	#pageView(repo: string, tabId: number | undefined): PageView {
		const keeper = this.#keeper;
		const shown =
			keeper === undefined
				? undefined
				: { model: keeper.model, connection: keeper.connection, alerts: this.#kept.alerts, seen: this.#pulls.seen };
		return pageViewOf(shown, { repo, pull: this.#pulls.shown[String(tabId)] }, this.#now());
	}

	async #changeAlerts(alerts: AlertRecord): Promise<void> {
		this.#kept = { ...this.#kept, alerts };
		this.#ports.toSurfaces({ type: 'change', change: { alerts } });
		if (this.#keeper !== undefined) await keepRoom(this.#keeper.room.id, this.#kept);
	}

	#dress(theme: SurfaceView['theme']): void {
		this.#theme = theme;
		this.#ports.toSurfaces({ type: 'change', change: { theme } });
		this.#refreshSoon.ask();
	}

	/* What surfaces ask. */

	async #answer(request: SurfaceRequest): Promise<Answer> {
		switch (request.type) {
			case 'pair':
				return this.#pair(request.token);
			case 'switch':
				await this.#show({ ...this.#rooms, active: this.#rooms.rooms.find((room) => room.id === request.id) ?? this.#rooms.active });
				await writeRooms(this.#rooms);
				break;
			case 'forget':
				await this.#forget(request.id);
				break;
			case 'retry':
				this.#keeper?.retry();
				break;
			case 'devices':
				return this.#keeper === undefined ? NO_ROOM : listDevices(this.#keeper.room);
			case 'revoke-device':
				return this.#keeper === undefined ? NO_ROOM : revokeDevice(this.#keeper.room, request.deviceId);
			case 'github-token':
				await this.#lookup.setToken(request.token);
				break;
			case 'looked':
				this.#kept = { ...this.#kept, lookedAt: this.#now() };
				if (this.#keeper !== undefined) await keepRoom(this.#keeper.room.id, this.#kept);
				await keptIfPossible(keepView(this.#view()));
				break;
			default:
				await this.#changeAlerts(answered(this.#kept.alerts, request, this.#now()));
		}
		this.#refreshSoon.ask();
		return { isDone: true };
	}

	async #pair(token: string): Promise<Answer> {
		const { os } = await browser.runtime.getPlatformInfo();
		const { userAgentData } = navigator as { userAgentData?: { brands: { brand: string }[] } };
		const name = import.meta.env.FIREFOX ? 'Firefox' : browserName(userAgentData?.brands ?? []);
		const paired = await pair(token, deviceLabel(name, os), this.#now());
		if ('type' in paired) return { isDone: false, fault: paired };
		await this.#take(paired);
		await this.#show(this.#rooms);
		return { isDone: true };
	}

	/** A pairing that cannot be kept is none: the relay would know a device that is nowhere. */
	async #take(paired: PairedRoom): Promise<void> {
		const before = this.#rooms;
		this.#rooms = withRoom(before, paired);
		try {
			await writeRooms(this.#rooms);
		} catch (error) {
			this.#rooms = before;
			void revokeThis(paired);
			throw error;
		}
	}

	async #forget(id: string): Promise<void> {
		const room = this.#rooms.rooms.find((each) => each.id === id);
		if (room !== undefined) void revokeThis(room);
		await this.#show(withoutRoom(this.#rooms, id));
		await writeRooms(this.#rooms);
		await forgetRoom(id);
	}

	/** Shows the active one of the rooms. */
	async #show(rooms: PairedRooms): Promise<void> {
		const isSame = rooms.active?.id === this.#keeper?.room.id;
		this.#rooms = rooms;
		if (!isSame) await this.#keep(rooms.active);
		const view = this.#view();
		this.#ports.toSurfaces({ type: 'view', view });
		await keptIfPossible(keepView(view));
		if (this.#ports.isLooked) this.#keeper?.open();
		this.#refreshSoon.ask();
	}

	/* What pages ask, and what notifications are answered. */

	#pageAsks(request: PageRequest, tab: { id: number; windowId: number }): void {
		if (request.type === 'pull') this.#whenReady(() => this.#showPull(tab.id, request.pull));
		if (request.type !== 'open-panel') return;
		// At once, before anything is awaited: the browser lets only a person's click open the panel.
		openPanel(tab.windowId);
		this.#focus = { ...request.focus, at: this.#now() };
		this.#ports.toSurfaces({ type: 'change', change: { focus: this.#focus } });
	}

	async #showPull(tabId: number, pull: Pull | undefined): Promise<void> {
		await this.#pulls.show(tabId, pull);
		this.#ports.toSurfaces({ type: 'change', change: { pulls: this.#pulls.shown, seen: this.#pulls.seen } });
		this.#refreshSoon.ask();
	}

	async #learn(pull: SeenPull): Promise<void> {
		await this.#pulls.learn(pull);
		this.#ports.toSurfaces({ type: 'change', change: { seen: this.#pulls.seen } });
	}

	/** An optional permission: the API is there once it was given. Adding the same listener again adds none. */
	#hearNotices(): void {
		browser.notifications?.onClicked.addListener(this.#noticeClicked);
		browser.notifications?.onButtonClicked?.addListener(this.#noticeButton);
	}

	readonly #noticeClicked = () => this.#whenReady(showDashboard);
	readonly #noticeButton = (id: string, button: number) => this.#whenReady(() => this.#noticeAnswered(id, button));

	async #noticeAnswered(id: string, button: number): Promise<void> {
		const keys = await alertsOfNotice(id, this.#kept.alerts);
		const answer = NOTICE_ANSWERS[button];
		if (keys.length === 0 || answer === undefined) return;
		await keptIfPossible(this.#changeAlerts(answered(this.#kept.alerts, { ...answer, keys }, this.#now())));
		this.#refreshSoon.ask();
	}
}
