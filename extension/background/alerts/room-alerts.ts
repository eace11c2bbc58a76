/** Warnings of the room that is shown: what a person said about them, the badge, and the notifications. */
import type { Mutes } from '../../../shared/alerts/quiet.ts';
import type { AlertRecord } from '../../contract/alert-record.ts';
import { readSettings } from '../../contract/stored-settings.ts';
import { type AlertRequest, answered } from '../../room/alerts.ts';
import type { RoomSubscription } from '../relay/room-subscription.ts';
import { storeIfPossible } from '../storage/storage-error.ts';
import { emptyRecord, type RoomRecord, readRecord, storeRecord } from '../storage/stored-state.ts';
import { refreshBadge } from './badge.ts';
import { dueOf } from './due.ts';
import { mutesOf, withMutes } from './mutes.ts';
import { alertsOfNotice, NOTICE_ANSWERS, notify } from './notifications.ts';

interface Options {
	now(): number;
	onChange(alerts: AlertRecord): void;
}

export class RoomAlerts {
	readonly #options: Options;
	#roomId: string | undefined;
	#stored: RoomRecord = emptyRecord();

	constructor(options: Options) {
		this.#options = options;
	}

	/** Of another room, or of none. */
	async load(roomId: string | undefined): Promise<void> {
		this.#roomId = undefined;
		this.#stored = emptyRecord();
		if (roomId === undefined) return;
		this.#stored = await readRecord(roomId);
		this.#roomId = roomId;
	}

	get record(): AlertRecord {
		return this.#stored.alerts;
	}

	/** When a person last opened the popup, this machine's clock. */
	get lookedAt(): number {
		return this.#stored.lookedAt;
	}

	/** Whose they are; undefined while they are being read. */
	get roomId(): string | undefined {
		return this.#roomId;
	}

	get mutes(): Mutes {
		return mutesOf(this.record);
	}

	/** As the machine has them. */
	async setMutes(mutes: Mutes): Promise<void> {
		await this.#change(withMutes(this.record, mutes));
	}

	async answer(request: AlertRequest): Promise<void> {
		await this.#change(answered(this.record, request, this.#options.now()));
	}

	/** A button of a notification was clicked. */
	async answerNotice(id: string, button: number): Promise<void> {
		const keys = await alertsOfNotice(id, this.record);
		const answer = NOTICE_ANSWERS[button];
		if (keys.length > 0 && answer !== undefined) await storeIfPossible(this.answer({ ...answer, keys }));
	}

	async looked(): Promise<void> {
		this.#stored = { ...this.#stored, lookedAt: this.#options.now() };
		await this.#store();
	}

	/** Brings badge and notifications up to date. `own`: this machine, beside a room. */
	async refresh(room: RoomSubscription | undefined, own?: RoomSubscription): Promise<void> {
		await Promise.all([refreshBadge(room, this.record, this.#options.now(), own), this.#notify(room, own)]);
	}

	async #notify(room: RoomSubscription | undefined, own: RoomSubscription | undefined): Promise<void> {
		if (room === undefined || room.model.heardAt === 0 || room.isRefused) return;
		const settings = await readSettings();
		const due = dueOf(room.model, this.record, settings, new Date(this.#options.now()), own?.model);
		if (JSON.stringify(due.record) !== JSON.stringify(this.record)) await storeIfPossible(this.#change(due.record));
		await notify(due, { model: room.model, own: own?.model }, this.#options.now());
	}

	async #change(alerts: AlertRecord): Promise<void> {
		this.#stored = { ...this.#stored, alerts };
		this.#options.onChange(alerts);
		await this.#store();
	}

	async #store(): Promise<void> {
		if (this.#roomId !== undefined) await storeRecord(this.#roomId, this.#stored);
	}
}
