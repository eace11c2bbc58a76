/** Which rooms this browser is paired with, and which one is shown: in memory and in the vault. */
import { browser } from 'wxt/browser';
import type { KnownRoom } from '../../contract/known-room.ts';
import type { Answer } from '../../contract/surface-request.ts';
import { removeDay } from '../storage/stored-day.ts';
import { removeMemory } from '../storage/stored-memory.ts';
import { readRooms, writeRooms } from '../storage/stored-rooms.ts';
import { removeRecord } from '../storage/stored-state.ts';
import { revokeThis } from './devices.ts';
import { needsPerson } from './needs-person.ts';
import { browserName, deviceLabel, pair } from './pair.ts';
import { type PairedRoom, toKnown } from './paired-room.ts';
import { type PairedRooms, shownFirst, withoutRoom, withRoom } from './paired-rooms.ts';

interface Options {
	now(): number;
	/** The list changed, or another room is the active one. */
	changed(): Promise<void>;
}

export class Pairings {
	readonly #options: Options;
	#paired: PairedRooms = { rooms: [], active: undefined, isChosen: false };

	constructor(options: Options) {
		this.#options = options;
	}

	async load(): Promise<void> {
		this.#paired = await readRooms();
	}

	get active(): PairedRoom | undefined {
		return this.#paired.active;
	}

	/** What surfaces may know of them. */
	get known(): KnownRoom[] {
		return this.#paired.rooms.map(toKnown);
	}

	/** `isShown`: somebody pasted it, and wants to see it now. */
	async pair(token: string, isShown = true): Promise<Answer> {
		const paired = await pair(token, await ownLabel(), this.#options.now());
		if ('type' in paired) return { isDone: false, fault: paired };
		await this.#add(paired, isShown);
		await this.#options.changed();
		if (!isShown) await this.showNeeded();
		return { isDone: true };
	}

	/** Of several rooms, none of which somebody chose here: the one that needs them is shown. */
	async showNeeded(): Promise<void> {
		const { rooms, isChosen } = this.#paired;
		if (isChosen || rooms.length < 2) return;
		const needs = await Promise.all(rooms.map(needsPerson));
		// Meanwhile somebody may have chosen one, or taken one out.
		const active = shownFirst(this.#paired, new Set(rooms.filter((room, index) => needs[index] && this.#paired.rooms.includes(room))));
		if (active === this.#paired.active) return;
		this.#paired = { ...this.#paired, active };
		await this.#options.changed();
	}

	/** Shows another one. */
	async activate(id: string): Promise<void> {
		const active = this.#paired.rooms.find((room) => room.id === id);
		if (active !== undefined) this.#paired = { ...this.#paired, active, isChosen: true };
		await this.#options.changed();
		await writeRooms(this.#paired);
	}

	async forget(id: string): Promise<void> {
		const room = this.#paired.rooms.find((each) => each.id === id);
		if (room !== undefined) void revokeThis(room);
		this.#paired = withoutRoom(this.#paired, id);
		await this.#options.changed();
		await writeRooms(this.#paired);
		await Promise.all([removeRecord(id), removeMemory(id), removeDay(id)]);
	}

	/** A pairing that cannot be stored is none: the relay would know a device that is nowhere. */
	async #add(paired: PairedRoom, isShown: boolean): Promise<void> {
		const before = this.#paired;
		this.#paired = withRoom(before, paired, { isShown });
		try {
			await writeRooms(this.#paired);
		} catch (error) {
			this.#paired = before;
			void revokeThis(paired);
			throw error;
		}
	}
}

/** What this browser is called in the list of a person's devices. */
async function ownLabel(): Promise<string> {
	const { os } = await browser.runtime.getPlatformInfo();
	const { userAgentData } = navigator as { userAgentData?: { brands: { brand: string }[] } };
	return deviceLabel(import.meta.env.FIREFOX ? 'Firefox' : browserName(userAgentData?.brands ?? []), os);
}
