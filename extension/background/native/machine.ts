/** This machine, as its native host tells of it: its agents as a room of their own, and its rooms, which come to this browser once its person agreed. */
import { type Quiet, roomKeyOf } from '../../../shared/alerts/quiet.ts';
import { MACHINE_ROOM } from '../../../shared/machine-room.ts';
import type { HostMessage, MachineRoom } from '../../../shared/native-messages.ts';
import type { KnownRoom } from '../../contract/known-room.ts';
import type { HostState, MachineView } from '../../contract/machine-view.ts';
import type { Answer } from '../../contract/surface-request.ts';
import { type LastView, RoomSubscription, type RoomUpdate } from '../relay/room-subscription.ts';
import type { SourceListener } from '../relay/source.ts';
import { type MachineConsent, readConsent, storeConsent } from '../storage/stored-consent.ts';
import { HostPort } from './host-port.ts';
import { comingRooms, offeredRooms } from './offered-rooms.ts';

interface Options {
	now(): number;
	/** What this browser is paired with. */
	known(): readonly KnownRoom[];
	pair(token: string): Promise<Answer>;
	onUpdate(update: RoomUpdate): void;
	onView(): void;
	/** The host keeps quiet hours and mutes: it is to be told. */
	onKeepsQuiet(): void;
	onQuiet(quiet: Quiet): void;
}

type Room = Pick<MachineRoom, 'room' | 'server'>;

export class Machine {
	readonly #options: Options;
	readonly #port: HostPort;
	#room: RoomSubscription;
	#listener: SourceListener | undefined;
	#said: MachineConsent = { consent: 'unasked', forgotten: [] };
	#host: HostState = 'none';
	#version: string | undefined;
	/** The host that runs now. One of before would not understand it. */
	#keepsQuiet = false;
	#rooms: MachineRoom[] = [];
	#fault: MachineView['fault'];
	/** Rooms whose token was asked for, by `roomKeyOf`. */
	readonly #asked = new Set<string>();

	constructor(options: Options) {
		this.#options = options;
		this.#room = this.#subscription(undefined);
		this.#port = new HostPort(options.now, {
			onMessage: (message) => this.#hear(message),
			onState: (state, version) => this.#onState(state, version),
			onKeepsQuiet: () => {
				this.#keepsQuiet = true;
				options.onKeepsQuiet();
			},
		});
	}

	/** `last`: what was known of it when the background stopped. */
	async start(last: LastView | undefined): Promise<void> {
		this.#said = await readConsent();
		this.#room = this.#subscription(last);
		this.#room.open();
		this.#port.open();
	}

	/** Somebody looks, or some time has passed: a host that was missing may be there by now. */
	lookAgain(): void {
		this.#port.open();
		this.#askForRooms();
	}

	/** Its own agents as a room; undefined as long as the host has said nothing of them. */
	get room(): RoomSubscription | undefined {
		return this.#room.model.heardAt > 0 ? this.#room : undefined;
	}

	get view(): MachineView {
		const offered = offeredRooms(this.#rooms, this.#options.known());
		return { host: this.#host, version: this.#version, consent: this.#said.consent, offered, fault: this.#fault };
	}

	/** To a host that keeps it. */
	tellQuiet(quiet: Quiet): void {
		if (this.#keepsQuiet) this.#port.send({ type: 'quiet', quiet });
	}

	async agree(isAgreed: boolean): Promise<void> {
		await this.#say({ ...this.#said, consent: isAgreed ? 'yes' : 'no' });
		this.#askForRooms();
	}

	/** One that was taken out, or not agreed to with the others. */
	async bring(room: Room): Promise<void> {
		await this.#say({ ...this.#said, forgotten: this.#said.forgotten.filter((key) => key !== roomKeyOf(room)) });
		this.#ask(room);
	}

	/** Taken out of this browser: it does not come back by itself. */
	async takeOut(room: Room): Promise<void> {
		if (this.#said.consent === 'unasked') return;
		await this.#say({ ...this.#said, forgotten: [...this.#said.forgotten.filter((key) => key !== roomKeyOf(room)), roomKeyOf(room)] });
	}

	async #say(said: MachineConsent): Promise<void> {
		this.#said = said;
		this.#fault = undefined;
		this.#options.onView();
		await storeConsent(said);
	}

	#subscription(last: LastView | undefined): RoomSubscription {
		const room: RoomSubscription = new RoomSubscription(MACHINE_ROOM, last, {
			now: this.#options.now,
			onUpdate: (update) => {
				if (room === this.#room) this.#options.onUpdate(update);
			},
			openSource: (listener) => {
				this.#listener = listener;
				return { ping: () => undefined };
			},
		});
		return room;
	}

	#hear(message: Exclude<HostMessage, { type: 'hello' }>): void {
		switch (message.type) {
			case 'event':
				return this.#listener?.event(message.event);
			case 'rooms':
				this.#rooms = message.rooms;
				this.#options.onView();
				return this.#askForRooms();
			case 'quiet':
				return this.#options.onQuiet(message.quiet);
			case 'link':
				void this.#paired(message);
		}
	}

	#onState(state: HostState, version: string | undefined): void {
		this.#host = state;
		this.#version = version;
		if (state !== 'connected') {
			this.#keepsQuiet = false;
			this.#rooms = [];
			this.#asked.clear();
			this.#listener?.state({ type: 'connecting' });
		}
		this.#options.onView();
	}

	#askForRooms(): void {
		for (const room of comingRooms(offeredRooms(this.#rooms, this.#options.known()), this.#said)) this.#ask(room);
	}

	#ask(room: Room): void {
		if (this.#asked.has(roomKeyOf(room))) return;
		this.#asked.add(roomKeyOf(room));
		this.#port.send({ type: 'link', room: room.room, server: room.server });
	}

	/** What does not come now is asked for again when somebody looks. */
	async #paired({ room, server, token, fault }: Extract<HostMessage, { type: 'link' }>): Promise<void> {
		const isWanted = offeredRooms(this.#rooms, this.#options.known()).some((each) => roomKeyOf(each) === roomKeyOf({ room, server }));
		const answer = token !== undefined && isWanted ? await this.#options.pair(token) : undefined;
		this.#asked.delete(roomKeyOf({ room, server }));
		if (answer?.isDone === true) this.#fault = undefined;
		else if (isWanted) this.#fault = fault === 'unreachable' || isUnreachable(answer) ? 'unreachable' : 'refused';
		this.#options.onView();
	}
}

const isUnreachable = (answer: Answer | undefined): boolean => answer?.isDone === false && answer.fault.type === 'unreachable';
