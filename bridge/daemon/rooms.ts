/** The rooms that are served, as the files say. */
import { UserError } from '../base/user-error.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import { allRooms, type RoomConfig } from '../rooms/config.ts';
import { DEFAULT_SETTINGS, readSettings, type Settings } from '../rooms/settings.ts';
import { RoomBridge, type RoomBridgeEvent, type RoomBridgeOptions } from './room-bridge.ts';

export type RoomsEvent =
	| RoomBridgeEvent
	| { type: 'rooms'; rooms: string[] }
	| { type: 'paused' | 'resumed' }
	/** A file under ~/.pylon is damaged: what was known before stays in force. */
	| { type: 'config'; problem: string };

/** What each of them is given, but for which one it is. */
export interface RoomsOptions extends Omit<RoomBridgeOptions, 'config' | 'onEvent'> {
	onEvent: (event: RoomsEvent) => void;
}

export class Rooms {
	readonly #served = new Map<string, { bridge: RoomBridge; config: RoomConfig; end: AbortController }>();
	readonly #options: RoomsOptions;
	#agents: readonly LocalAgent[] | undefined;
	#settings = DEFAULT_SETTINGS;
	#names: string | undefined;
	#reloading: Promise<void> = Promise.resolve();

	constructor(options: RoomsOptions) {
		this.#options = options;
	}

	get settings(): Settings {
		return this.#settings;
	}

	list(): RoomBridge[] {
		return [...this.#served.values()].map(({ bridge }) => bridge);
	}

	show(agents: readonly LocalAgent[]): void {
		this.#agents = agents;
		for (const bridge of this.list()) bridge.show(agents);
	}

	wake(): void {
		for (const bridge of this.list()) bridge.wake();
	}

	/** One after the other: two changes of the files in a row end with the second. */
	reload(): Promise<void> {
		this.#reloading = this.#reloading
			.then(() => this.#reload())
			.catch((error: unknown) =>
				this.#options.onEvent({ type: 'config', problem: error instanceof Error ? error.message : String(error) }),
			);
		return this.#reloading;
	}

	async #reload(): Promise<void> {
		if (this.#options.signal.aborted) return;
		const files = this.#read();
		if (files === undefined) return;
		const { configs, settings } = files;
		for (const [name, { end, config }] of this.#served) {
			const now = configs.find((each) => each.room === name);
			if (now !== undefined && isSameRoom(now, config)) continue;
			end.abort();
			this.#served.delete(name);
		}
		await Promise.all(configs.map((config) => this.#serve(config).configure(config, settings)));
		this.#tellChanges(configs, settings);
	}

	#read(): { configs: RoomConfig[]; settings: Settings } | undefined {
		try {
			return { configs: allRooms(this.#options.home), settings: readSettings(this.#options.home) };
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			this.#options.onEvent({ type: 'config', problem: error.message });
			return undefined;
		}
	}

	#serve(config: RoomConfig): RoomBridge {
		const served = this.#served.get(config.room);
		if (served !== undefined) return served.bridge;
		const end = new AbortController();
		const signal = AbortSignal.any([this.#options.signal, end.signal]);
		const bridge = new RoomBridge({ ...this.#options, config, signal });
		if (this.#agents !== undefined) bridge.show(this.#agents);
		this.#served.set(config.room, { bridge, config, end });
		return bridge;
	}

	#tellChanges(configs: RoomConfig[], settings: Settings): void {
		const names = configs.map((config) => config.room);
		if (names.join() !== this.#names) this.#options.onEvent({ type: 'rooms', rooms: names });
		this.#names = names.join();
		if (settings.paused !== this.#settings.paused) this.#options.onEvent({ type: settings.paused ? 'paused' : 'resumed' });
		this.#settings = settings;
	}
}

/** What makes it another connection. */
const isSameRoom = (one: RoomConfig, other: RoomConfig): boolean =>
	one.server === other.server && one.credential === other.credential && one.roomKey === other.roomKey;
