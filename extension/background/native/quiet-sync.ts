/**
 * Quiet hours and mutes are the machine's where its native host keeps them: what is changed here it hears, what it tells holds here, and
 * the last change wins. Without a host this browser keeps its own. SPEC N2.
 */
import { isSameQuiet, type Mutes, newestQuiet, type Quiet } from '../../../shared/alerts/quiet.ts';
import type { QuietHours } from '../../../shared/alerts/quiet-hours.ts';

export interface QuietSyncOptions {
	/** To the host; nothing where none keeps it. */
	send(quiet: Quiet): void;
	hours(): Promise<QuietHours>;
	setHours(hours: QuietHours): Promise<void>;
	/** Of the room that is shown: by `roomKeyOf`. Undefined where none is, or it is being read. */
	shown(): { room: string; mutes: Mutes } | undefined;
	setMutes(mutes: Mutes): Promise<void>;
}

export class QuietSync {
	readonly #options: QuietSyncOptions;
	/** As the host told it last. */
	#told: Quiet | undefined;
	#turn: Promise<void> = Promise.resolve();

	constructor(options: QuietSyncOptions) {
		this.#options = options;
	}

	/** A host is there, one of before perhaps: it is told what this browser has. */
	hostCame(): Promise<void> {
		this.#told = undefined;
		return this.#next(async () => this.#options.send(await this.#own()));
	}

	/** The host told what the machine has. */
	hear(told: Quiet): Promise<void> {
		this.#told = told;
		return this.look();
	}

	/** Something was changed here, or another room is shown. Before the host has answered there is nothing to compare with. */
	look(): Promise<void> {
		return this.#next(async () => {
			const told = this.#told;
			if (told === undefined) return;
			const own = await this.#own();
			const newest = newestQuiet(own, told);
			if (!isSameQuiet({ ...own, muted: {} }, { ...newest, muted: {} })) await this.#options.setHours(newest.hours);
			await this.#setMutes(newest);
			if (!isSameQuiet(newest, told)) this.#options.send(newest);
		});
	}

	async #own(): Promise<Quiet> {
		const hours = await this.#options.hours();
		const shown = this.#options.shown();
		return { hours, muted: shown === undefined ? {} : { [shown.room]: shown.mutes } };
	}

	/** Of the room that is shown by now, where it has others. */
	async #setMutes({ hours, muted }: Quiet): Promise<void> {
		const shown = this.#options.shown();
		const mutes = muted[shown?.room ?? ''];
		if (shown === undefined || mutes === undefined) return;
		const has = { hours, muted: { [shown.room]: shown.mutes } };
		if (!isSameQuiet(has, { hours, muted: { [shown.room]: mutes } })) await this.#options.setMutes(mutes);
	}

	/** One after the other: what one changes the next one sees. */
	#next(work: () => Promise<void>): Promise<void> {
		this.#turn = this.#turn.then(work, work);
		return this.#turn;
	}
}
