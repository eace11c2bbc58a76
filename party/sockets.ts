/** The room's sockets: who is here, whom an event goes to, and how somebody is shown out. */
import type { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { ENTER_WITHIN_MS, MESSAGE_MAX_BYTES, SOCKETS_PER_OPERATOR, SOCKETS_PER_ROOM, STRANGERS_PER_ROOM } from '../shared/limits.ts';
import { operatorId } from '../shared/names.ts';
import { OLDEST_PROTOCOL, PROTOCOL } from '../shared/protocol.ts';
import { CLOSE, type Refusal } from '../shared/refusal.ts';
import { deviceId, type SealedEvent } from '../shared/room/events.ts';
import type { Connection } from '../shared/trpc-partykit/server/attachment.ts';
import type { ConnectionParams, Frame } from '../shared/trpc-partykit/server/frame.ts';
import { PartySocket } from '../shared/trpc-partykit/server/party-socket.ts';
import type { Serialised } from '../shared/trpc-partykit/server/serialised.ts';
import type { Context } from './context.ts';
import { Allowance } from './door/allowance.ts';
import { Refused, refusalIn } from './procedure.ts';
import { relay } from './router.ts';

const identity = z.object({ operatorId, deviceId });
export type Identity = z.infer<typeof identity>;
export type Close = (typeof CLOSE)[keyof typeof CLOSE];

/** Refused messages in a row after which a socket is closed. */
const REFUSED_MAX = 60;
const ENTRY_CLOSE: Partial<Record<Refusal, Close>> = { removed: CLOSE.removed, 'room-unknown': CLOSE.deleted };

export interface SocketsOptions {
	/** All open ones, also those that were open before the room slept. */
	connections(): Iterable<Connection>;
	authenticate(credential: string | undefined): Promise<Identity>;
	context(identity: Identity | undefined): Context;
	now(): number;
	/** A socket was let in; `isFirst`: the only one of its operator. */
	onEnter(identity: Identity, isFirst: boolean): void;
	/** A socket that had been let in went. */
	onLeave(identity: Identity): Promise<void>;
	/** A bridge no longer listens: it said so, or its socket went. */
	onBridgeGone(identity: Identity): void;
	onRefusal(refusal: Refusal | undefined, error: TRPCError): void;
	onBytes(direction: 'in' | 'out', bytes: number): void;
}

export const VIEWERS = 'viewer';
export const BRIDGES = 'bridge';
export const viewer = (operatorId: string): string => `viewer:${operatorId}`;
export const bridge = (deviceId: string): string => `bridge:${deviceId}`;
export const NEIGHBOURS = 'neighbour';
/** Of a sealed repository the beginning, which holds its tag, is enough; topics travel with a connection, which keeps little. */
export const neighbour = (repo: string): string => `near:${repo.slice(0, 32)}`;

/** A socket that has not said whose it is. */
interface Stranger {
	timer: ReturnType<typeof setTimeout>;
	/** Whether it was let in, once that is known. */
	isIn: PromiseWithResolvers<boolean>;
}

export class Sockets {
	readonly #options: SocketsOptions;
	readonly #trpc: PartySocket<typeof relay, Identity>;
	readonly #allowances = new WeakMap<Connection, Allowance>();
	/** Those let in, and how many of each operator. */
	readonly #present = new Map<Connection, Identity>();
	readonly #ofOperator = new Map<string, number>();
	readonly #strangers = new Map<Connection, Stranger>();

	constructor(options: SocketsOptions) {
		this.#options = options;
		this.#trpc = new PartySocket({
			router: relay,
			authenticate: (params, connection) => this.#enter(params, connection),
			createContext: (identity) => options.context(identity),
			admitFrame: (_, frame) => {
				if (isTooLarge(frame)) throw new Refused('too-large', CLOSE.tooLarge);
			},
			admit: (connection) => this.#admit(connection),
			onStop: (connection, topics) => this.#bridgeGone(this.#present.get(connection), topics),
			onSend: (length) => options.onBytes('out', length),
			onError: (error) => options.onRefusal(refusalIn(error), error),
			closeCodeOf: (error) => (error instanceof Refused ? error.closeCode : undefined),
			entryCloseCode: CLOSE.unauthenticated.code,
		});
	}

	/** The room was constructed, perhaps after a sleep: the sockets that were open are still there. */
	wake(): void {
		const connections = [...this.#options.connections()];
		this.#trpc.wake(connections);
		for (const connection of connections) {
			const known = identity.safeParse(this.#trpc.identity(connection)).data;
			if (known === undefined) this.#expectEntry(connection);
			else this.#welcome(connection, known);
		}
	}

	async connect(connection: Connection, url: string): Promise<void> {
		// A member says at once who it is: whoever has waited longest is the one to go.
		const [longest] = this.#strangers.size >= STRANGERS_PER_ROOM ? this.#strangers.keys() : [];
		if (longest !== undefined) this.#showOut(longest);
		this.#expectEntry(connection);
		await this.#trpc.connect(connection, url);
	}

	/** Whether the socket was let in; resolves when it was, or was shown out, or went. */
	async isLetIn(connection: Connection): Promise<boolean> {
		return this.#strangers.get(connection)?.isIn.promise ?? this.#present.has(connection);
	}

	async message(connection: Connection, message: Frame): Promise<void> {
		this.#options.onBytes('in', typeof message === 'string' ? message.length : message.byteLength);
		await this.#trpc.message(connection, message);
	}

	async leave(connection: Connection): Promise<void> {
		const known = this.#present.get(connection) ?? identity.safeParse(this.#trpc.identity(connection)).data;
		this.#forget(connection);
		this.#bridgeGone(known, this.#trpc.topicsOf(connection));
		if (known !== undefined) await this.#options.onLeave(known);
	}

	publish(topic: string, event: SealedEvent | Serialised<SealedEvent>): void {
		this.#trpc.publish(topic, event);
	}

	/** Shows out every socket that the test names. */
	cut(isMeant: (identity: Identity) => boolean, close: Close): void {
		for (const [connection, identity] of [...this.#present]) {
			if (!isMeant(identity)) continue;
			this.#forget(connection);
			this.#close(connection, close);
		}
	}

	/** Operators of whom a device has a socket. */
	online = (): string[] => [...this.#ofOperator.keys()];
	isOnline = (operatorId: string): boolean => this.#ofOperator.has(operatorId);
	connectedDevices = (): Set<string> => new Set([...this.#present.values()].map((identity) => identity.deviceId));
	isHeard = (topic: string): boolean => this.#trpc.isHeard(topic);

	/** Devices that a bridge listens on. */
	bridges(): Set<string> {
		const bridging = [...this.#present].filter(([connection]) => this.#trpc.topicsOf(connection).includes(BRIDGES));
		return new Set(bridging.map(([, identity]) => identity.deviceId));
	}

	/** A device has one bridge: a new one takes the place of the one before, which may be a socket that died unnoticed. */
	replaceBridge(deviceId: string): void {
		for (const [connection, identity] of [...this.#present]) {
			if (identity.deviceId !== deviceId || !this.#trpc.topicsOf(connection).includes(BRIDGES)) continue;
			this.#forget(connection);
			this.#close(connection, CLOSE.replaced);
		}
	}

	get size(): number {
		return this.#present.size + this.#strangers.size;
	}

	async #enter(params: ConnectionParams | null, connection: Connection): Promise<Identity> {
		try {
			return await this.#authenticate(params, connection);
		} catch (error) {
			// It is closed for that, and waits no longer, whether or not its other end takes notice.
			this.#forgetStranger(connection, false);
			throw error;
		}
	}

	async #authenticate(params: ConnectionParams | null, connection: Connection): Promise<Identity> {
		if (Number(params?.protocol ?? PROTOCOL) < OLDEST_PROTOCOL) throw new Refused('too-old', CLOSE.tooOld);
		const identity = await this.#identify(params?.credential);
		const own = this.#ofOperator.get(identity.operatorId) ?? 0;
		if (own >= SOCKETS_PER_OPERATOR || this.#present.size >= SOCKETS_PER_ROOM) throw new Refused('too-many-sockets', CLOSE.tooMany);
		this.#forgetStranger(connection, true);
		this.#welcome(connection, identity);
		this.#options.onEnter(identity, own === 0);
		return identity;
	}

	/** Whoever is not let in learns why from the way the socket closes. */
	async #identify(credential: string | undefined): Promise<Identity> {
		try {
			return await this.#options.authenticate(credential);
		} catch (error) {
			if (!(error instanceof Refused)) throw error;
			throw new Refused(error.refusal, ENTRY_CLOSE[error.refusal]);
		}
	}

	#welcome(connection: Connection, identity: Identity): void {
		this.#present.set(connection, identity);
		this.#ofOperator.set(identity.operatorId, (this.#ofOperator.get(identity.operatorId) ?? 0) + 1);
	}

	#admit(connection: Connection): void {
		const now = this.#options.now();
		const allowance = this.#allowances.get(connection) ?? new Allowance(now);
		this.#allowances.set(connection, allowance);
		if (allowance.take(now)) return;
		throw new Refused('too-fast', allowance.refused > REFUSED_MAX ? CLOSE.flooded : undefined);
	}

	#expectEntry(connection: Connection): void {
		const timer = setTimeout(() => this.#showOut(connection), ENTER_WITHIN_MS);
		this.#strangers.set(connection, { timer, isIn: Promise.withResolvers() });
	}

	#showOut(stranger: Connection): void {
		this.#forgetStranger(stranger, false);
		this.#close(stranger, CLOSE.late);
	}

	#bridgeGone(identity: Identity | undefined, topics: readonly string[]): void {
		if (identity !== undefined && topics.includes(BRIDGES) && !this.bridges().has(identity.deviceId)) this.#options.onBridgeGone(identity);
	}

	#forget(connection: Connection): void {
		this.#trpc.close(connection);
		this.#forgetStranger(connection, false);
		const operatorId = this.#present.get(connection)?.operatorId;
		if (operatorId === undefined) return;
		this.#present.delete(connection);
		const left = (this.#ofOperator.get(operatorId) ?? 1) - 1;
		if (left === 0) this.#ofOperator.delete(operatorId);
		else this.#ofOperator.set(operatorId, left);
	}

	#forgetStranger(connection: Connection, isIn: boolean): void {
		const stranger = this.#strangers.get(connection);
		clearTimeout(stranger?.timer);
		stranger?.isIn.resolve(isIn);
		this.#strangers.delete(connection);
	}

	#close(connection: Connection, { code, refusal }: Close): void {
		this.#options.onRefusal(refusal, new Refused(refusal));
		connection.close(code, refusal);
	}
}

/** In bytes, which are counted only where it may matter: a UTF-16 unit is at most three of UTF-8. */
function isTooLarge(frame: Frame): boolean {
	if (typeof frame !== 'string') return frame.byteLength > MESSAGE_MAX_BYTES;
	if (frame.length * 3 <= MESSAGE_MAX_BYTES) return false;
	return frame.length > MESSAGE_MAX_BYTES || new TextEncoder().encode(frame).byteLength > MESSAGE_MAX_BYTES;
}
