/**
 * The extension's one background: it owns the live room and tells everyone who looks. It may be stopped at any time and
 * started again by any event, so all that it knows is kept (`kept.ts`), and listeners are set before anything is awaited.
 */
import { type Browser, browser } from 'wxt/browser';
import { callRelay, type RelayClient, refusalOf } from '../../shared/relay.ts';
import type { AlertRecord } from '../live/alert-record.ts';
import { judged, noAlerts, snoozed, toggled } from '../live/alerts.ts';
import type { PageRequest, PageView } from '../live/page-view.ts';
import { type PairedRoom, publicOf } from '../live/paired-room.ts';
import type { Pull, SeenPull } from '../live/pull.ts';
import { withSeen } from '../live/pull-branch.ts';
import { openRelaySource } from '../live/relay-source.ts';
import { type Answer, type SurfaceRequest, surfaceRequest } from '../live/request.ts';
import type { SurfaceView } from '../live/surface-view.ts';
import { readSettings, watchSettings } from '../settings.ts';
import { text, textOf } from '../texts.ts';
import { badgeOf, NO_BADGE, showBadge } from './badge.ts';
import { dueOf } from './due.ts';
import { faultOf } from './explain.ts';
import { forgetRoom, type KeptRoom, keepRoom, keepSeen, keepView, readRoom, readSeen, readView } from './kept.ts';
import { keyOfNotice, notify } from './notify.ts';
import { pageViewOf } from './page-view-of.ts';
import { lockStorage, type PairedRooms, readRooms, withoutRoom, withRoom, writeRooms } from './paired-rooms.ts';
import { deviceLabel, pair } from './pairing.ts';
import { openPanel } from './panel.ts';
import { isOwnPage, Ports } from './ports.ts';
import { type KeeperNews, RoomKeeper } from './room-keeper.ts';

const ALARM = 'refresh';
/** Firefox stops a background after 30 s without a call of its API, Chrome without a message: half of that is safe in both. */
const AWAKE_EVERY_MS = 15_000;
/** How long the socket outlives the last one who looked, or serves an alarm. */
const LINGER_MS = 10_000;
/** Many events make one redrawing. */
const REFRESH_AFTER_MS = 100;
const KEEP_AFTER_MS = 1_000;

export class Background {
	readonly #now: () => number;
	readonly #ports: Ports;
	readonly #ready: Promise<void>;
	#rooms: PairedRooms = { rooms: [], active: undefined };
	#keeper: RoomKeeper | undefined;
	#kept: KeptRoom = { alerts: noAlerts(), lookedAt: 0 };
	#pulls: Record<string, Pull> = {};
	#seen: SeenPull[] = [];
	#focus: SurfaceView['focus'];
	#theme: SurfaceView['theme'] = 'system';
	#awake: ReturnType<typeof setInterval> | undefined;
	#resting: ReturnType<typeof setTimeout> | undefined;
	#refreshing: ReturnType<typeof setTimeout> | undefined;
	#keeping: ReturnType<typeof setTimeout> | undefined;

	constructor(now: () => number) {
		this.#now = now;
		this.#ports = new Ports({
			looking: (isLooked) => this.#looking(isLooked),
			surface: (send) => this.#whenReady(() => send({ type: 'view', view: this.#view() })),
			pageAsks: (request, tab) => this.#pageAsks(request, tab),
			tabGone: (tabId) => this.#whenReady(() => this.#showPull(tabId, undefined)),
			pageView: (repo) => this.#pageView(repo),
		});
		browser.runtime.onMessage.addListener((message: unknown, sender, answer) => this.#asked(message, sender, answer));
		watchSettings(({ theme }) => this.#whenReady(() => this.#dress(theme)));
		browser.alarms.onAlarm.addListener((alarm) => {
			if (alarm.name === ALARM) this.#whenReady(() => this.#lookBriefly());
		});
		this.#hearNotices();
		browser.permissions.onAdded.addListener(() => this.#hearNotices());
		this.#ready = this.#start();
	}

	async #start(): Promise<void> {
		await lockStorage();
		const [rooms, view, seen, { theme }] = await Promise.all([readRooms(), readView(), readSeen(), readSettings()]);
		this.#theme = theme;
		this.#rooms = rooms;
		this.#seen = seen;
		this.#pulls = view?.pulls ?? {};
		await this.#keep(rooms.active, view?.active === rooms.active?.id ? view : undefined);
		if ((await browser.alarms.get(ALARM)) === undefined) await browser.alarms.create(ALARM, { periodInMinutes: 1 });
		if (this.#ports.isLooked) this.#keeper?.open();
		this.#refreshSoon();
	}

	#whenReady(work: () => void | Promise<void>): void {
		// A fault of ours: it is thrown where the browser's console shows it.
		void this.#ready.then(work);
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
		this.#refreshSoon();
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
			feed: isShown ? keeper.feed : [],
			lookedAt: this.#kept.lookedAt,
			alerts: this.#kept.alerts,
			pulls: this.#pulls,
			seen: this.#seen,
			focus: this.#focus,
		};
	}

	/* Who looks, and for how long the background stays awake. */

	#looking(isLooked: boolean): void {
		clearTimeout(this.#resting);
		if (!isLooked) return this.#restSoon();
		this.#awake ??= setInterval(() => this.#stayAwake(), AWAKE_EVERY_MS);
		this.#whenReady(() => this.#keeper?.open());
	}

	#stayAwake(): void {
		this.#keeper?.ping();
		void browser.runtime.getPlatformInfo();
		this.#refreshSoon();
	}

	#restSoon(): void {
		clearInterval(this.#awake);
		this.#awake = undefined;
		clearTimeout(this.#resting);
		this.#resting = setTimeout(() => {
			if (!this.#ports.isLooked) this.#keeper?.close();
		}, LINGER_MS);
	}

	/** The alarm: badge and notifications are brought up to date, then all is quiet again. */
	#lookBriefly(): void {
		this.#refreshSoon();
		if (this.#ports.isLooked || this.#keeper === undefined) return;
		this.#keeper.open();
		this.#restSoon();
	}

	/* What follows from what changed. */

	#refreshSoon(): void {
		this.#refreshing ??= setTimeout(() => {
			this.#refreshing = undefined;
			this.#whenReady(() => this.#refresh());
		}, REFRESH_AFTER_MS);
	}

	async #refresh(): Promise<void> {
		this.#keeper?.forget();
		this.#ports.refreshPages();
		this.#keepSoon();
		await Promise.all([this.#refreshBadge(), this.#refreshNotices()]);
	}

	/** The view of a busy room is large: it is written now and then, not at every event. */
	#keepSoon(): void {
		this.#keeping ??= setTimeout(() => {
			this.#keeping = undefined;
			void keepView(this.#view());
		}, KEEP_AFTER_MS);
	}

	async #refreshBadge(): Promise<void> {
		const keeper = this.#keeper;
		if (keeper === undefined || keeper.connection.type === 'refused') return showBadge(NO_BADGE, text('extName'));
		const badge = badgeOf(keeper.model, this.#kept.alerts, this.#now());
		const titles = {
			collisions: () => textOf('badgeCollisions', badge.count),
			waiting: () => textOf('badgeWaiting', badge.count),
			nothing: () => text('extName'),
		};
		await showBadge(badge, titles[badge.reason]());
	}

	async #refreshNotices(): Promise<void> {
		const keeper = this.#keeper;
		if (keeper === undefined || keeper.model.heardAt === 0 || keeper.connection.type === 'refused') return;
		const settings = await readSettings();
		const due = dueOf(keeper.model, this.#kept.alerts, settings, new Date(this.#now()));
		if (JSON.stringify(due.record) !== JSON.stringify(this.#kept.alerts)) await this.#changeAlerts(due.record);
		await notify(due, keeper.model, this.#now());
	}

	#pageView(repo: string): PageView {
		const keeper = this.#keeper;
		const shown =
			keeper === undefined
				? undefined
				: { model: keeper.model, connection: keeper.connection, alerts: this.#kept.alerts, seen: this.#seen };
		return pageViewOf(shown, repo, this.#now());
	}

	async #changeAlerts(alerts: AlertRecord): Promise<void> {
		this.#kept = { ...this.#kept, alerts };
		this.#ports.toSurfaces({ type: 'change', change: { alerts } });
		if (this.#keeper !== undefined) await keepRoom(this.#keeper.room.id, this.#kept);
	}

	#dress(theme: SurfaceView['theme']): void {
		this.#theme = theme;
		this.#ports.toSurfaces({ type: 'change', change: { theme } });
		this.#refreshSoon();
	}

	/* What surfaces ask. */

	#asked(message: unknown, sender: Browser.runtime.MessageSender, answer: (answer: Answer) => void): boolean {
		const request = surfaceRequest.safeParse(message).data;
		if (request === undefined || !isOwnPage(sender)) return false;
		this.#whenReady(async () => answer(await this.#answer(request)));
		return true; // The answer comes later.
	}

	async #answer(request: SurfaceRequest): Promise<Answer> {
		const { alerts } = this.#kept;
		switch (request.type) {
			case 'pair':
				return this.#pair(request.token);
			case 'switch':
				await this.#show({ ...this.#rooms, active: this.#rooms.rooms.find((room) => room.id === request.id) ?? this.#rooms.active });
				break;
			case 'forget':
				void this.#revoke(this.#rooms.rooms.find((room) => room.id === request.id));
				await forgetRoom(request.id);
				await this.#show(withoutRoom(this.#rooms, request.id));
				break;
			case 'retry':
				this.#keeper?.retry();
				break;
			case 'devices':
				return this.#call(async (relay) => ({ isDone: true, devices: await relay.device.list.query() }));
			case 'revoke-device':
				return this.#call(async (relay) => {
					await relay.device.revoke.mutate({ deviceId: request.deviceId });
					return { isDone: true };
				});
			case 'looked':
				this.#kept = { ...this.#kept, lookedAt: this.#now() };
				if (this.#keeper !== undefined) await keepRoom(this.#keeper.room.id, this.#kept);
				await keepView(this.#view());
				break;
			case 'snooze':
				await this.#changeAlerts(snoozed(alerts, request.keys, this.#now()));
				break;
			case 'judge':
				await this.#changeAlerts(judged(alerts, request.keys, request.isUseful));
				break;
			case 'mute-file':
				await this.#changeAlerts({ ...alerts, mutedFiles: toggled(alerts.mutedFiles, request.key) });
				break;
			case 'mute-person':
				await this.#changeAlerts({ ...alerts, mutedPeople: toggled(alerts.mutedPeople, request.operatorId) });
				break;
		}
		this.#refreshSoon();
		return { isDone: true };
	}

	async #pair(token: string): Promise<Answer> {
		const { os } = await browser.runtime.getPlatformInfo();
		const paired = await pair(token, deviceLabel(import.meta.env.FIREFOX ? 'Firefox' : 'Chrome', os), this.#now());
		if ('type' in paired) return { isDone: false, fault: paired };
		await this.#show(withRoom(this.#rooms, paired));
		return { isDone: true };
	}

	async #call(work: (relay: RelayClient) => Promise<Answer>): Promise<Answer> {
		const room = this.#keeper?.room;
		if (room === undefined) return { isDone: false, fault: { type: 'failed' } };
		try {
			return await work(callRelay(room));
		} catch (error) {
			return { isDone: false, fault: faultOf(error) };
		}
	}

	/** What is forgotten here is let in nowhere any more. Where the relay cannot be asked, only this browser forgets. */
	async #revoke(room: PairedRoom | undefined): Promise<void> {
		if (room === undefined) return;
		try {
			await callRelay(room).device.revoke.mutate({ deviceId: room.id });
		} catch (error) {
			if (refusalOf(error) === undefined) throw error;
		}
	}

	/** Remembers the rooms and shows the active one. */
	async #show(rooms: PairedRooms): Promise<void> {
		const isSame = rooms.active?.id === this.#keeper?.room.id;
		this.#rooms = rooms;
		await writeRooms(rooms);
		if (!isSame) await this.#keep(rooms.active);
		const view = this.#view();
		this.#ports.toSurfaces({ type: 'view', view });
		await keepView(view);
		if (this.#ports.isLooked) this.#keeper?.open();
		this.#refreshSoon();
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
		const { [String(tabId)]: _, ...others } = this.#pulls;
		this.#pulls = pull === undefined ? others : { ...others, [String(tabId)]: pull };
		const seen = pull === undefined ? this.#seen : withSeen(this.#seen, pull);
		const isNew = seen !== this.#seen;
		this.#seen = seen;
		this.#ports.toSurfaces({ type: 'change', change: { pulls: this.#pulls, seen } });
		if (!isNew) return;
		this.#refreshSoon();
		await keepSeen(seen);
	}

	/** An optional permission: the API is there once it was given. Adding the same listener again adds none. */
	#hearNotices(): void {
		browser.notifications?.onClicked.addListener(this.#noticeClicked);
		browser.notifications?.onButtonClicked?.addListener(this.#noticeButton);
	}

	readonly #noticeClicked = () => this.#whenReady(() => this.#openTab());
	readonly #noticeButton = (id: string, button: number) => this.#whenReady(() => this.#noticeAnswered(id, button));

	async #openTab(): Promise<void> {
		await browser.tabs.create({ url: '/dashboard.html' });
	}

	async #noticeAnswered(id: string, button: number): Promise<void> {
		const key = await keyOfNotice(id, this.#kept.alerts);
		if (key === undefined) return;
		const { alerts } = this.#kept;
		await this.#changeAlerts(button === 0 ? snoozed(alerts, [key], this.#now()) : judged(alerts, [key], false));
	}
}
