/** For tests: a real relay, rooms of one's own on it, people in them, and what they hear. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { type Relay, type RelayOptions, startRelay } from '../scripts/relay.ts';
import type { roomApi } from '../shared/api/room.ts';
import { SEALED_LENGTHS } from '../shared/limits.ts';
import type { Refusal } from '../shared/refusal.ts';
import { refusal as refusals } from '../shared/refusal-name.ts';
import { callRelay, openRoomSocket, type RelayClient, type RoomSocket, refusalOf, type SocketState } from '../shared/relay.ts';
import type { SealedPatch, SealedReport } from '../shared/report/report.ts';
import type { SealedEvent } from '../shared/room/events.ts';
import type { Sealed } from '../shared/seal.ts';

export const CREATE_KEY = 'the-create-key-of-this-test';
/** A relay beside other tests may be slow to answer. */
const PATIENCE_MS = 45_000;

export interface TriedRelay extends Relay {
	/** Kills the runtime as the power going off would, and starts it again on the same port with the same state. */
	crash(): Promise<void>;
	lines: string[];
	/** Its folder. */
	persist: string;
}

export async function tryRelay(options: Partial<RelayOptions> = {}, host = startRelay): Promise<TriedRelay> {
	const folder = await mkdtemp(join(tmpdir(), 'relay-'));
	const lines: string[] = [];
	const start = (port: number) => host({ persist: folder, createKey: CREATE_KEY, onLine: (line) => lines.push(line), ...options, port });
	let relay = await start(0);
	const { url } = relay;
	return {
		url,
		lines,
		persist: folder,
		get pid() {
			return relay.pid;
		},
		get ended() {
			return relay.ended;
		},
		async crash() {
			process.kill(-relay.pid, 'SIGKILL');
			await relay.stop();
			relay = await start(Number(new URL(url).port));
		},
		async stop() {
			await relay.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** Somebody in a room: calls over HTTP, and sockets. */
export interface Person {
	room: string;
	operatorId: string;
	deviceId: string;
	credential: string;
	call: RelayClient;
	open(as: Watch['as'], repos?: Sealed[]): Promise<Ear>;
}

/** An open socket with a subscription, and everything that came in. */
export interface Ear extends RoomSocket {
	events: SealedEvent[];
	states: [SocketState, Refusal | undefined][];
	/** The first event of the type from here on, or one that came since the last call. */
	next<Type extends SealedEvent['type']>(type: Type, withinMs?: number): Promise<Extract<SealedEvent, { type: Type }>>;
	ended(): Promise<Refusal | undefined>;
}

let rooms = 0;
export const newSlug = (): string => `room-${process.pid}-${++rooms}`;

export async function openRoom(url: string, name = 'Jake'): Promise<Person> {
	const room = newSlug();
	const { create } = callRelay({ server: url, room }).room;
	const open = () => create.mutate({ name, device: 'laptop', createKey: CREATE_KEY });
	return person(url, await patiently(open));
}

/** Strangers at one address share an allowance, and all of a test's are at one. */
export async function patiently<Answer>(call: () => Promise<Answer>): Promise<Answer> {
	for (;;) {
		try {
			return await call();
		} catch (error) {
			if (refusalOf(error) !== 'too-fast') throw error;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}
}

export async function joinAs(admin: Person, url: string, name: string, role: 'admin' | 'member' = 'member'): Promise<Person> {
	const { secret } = await admin.call.invite.create.mutate({ role });
	return person(url, await callRelay({ server: url, room: admin.room }).invite.accept.mutate({ secret, name, device: 'laptop' }));
}

export function person(
	url: string,
	joined: { room: string; credential: string; deviceId: string; operator: { operatorId: string } },
): Person {
	const { room, credential, deviceId } = joined;
	const address = { server: url, room, credential };
	return {
		room,
		credential,
		deviceId,
		operatorId: joined.operator.operatorId,
		call: callRelay(address),
		open: (as, repos = []) => listen(address, as === 'neighbour' ? { as, repos } : { as }),
	};
}

export type Watch = z.infer<typeof roomApi.watch.in>;

export async function listen(address: { server: string; room: string; credential: string }, watch: Watch): Promise<Ear> {
	const events: SealedEvent[] = [];
	const states: [SocketState, Refusal | undefined][] = [];
	const socket = openRoomSocket({ ...address, onState: (state, refusal) => states.push([state, refusal]) });
	const failed: string[] = [];
	socket.client.room.watch.subscribe(watch, { onData: (event) => events.push(event), onError: (error) => failed.push(error.message) });
	let heard = 0;
	const ear: Ear = {
		...socket,
		events,
		states,
		async next(type, withinMs = PATIENCE_MS) {
			await until(
				() => events.slice(heard).some((event) => event.type === type),
				`${type}, but only ${JSON.stringify(events.slice(heard)).slice(0, 600)}`,
				withinMs,
			);
			heard += events.slice(heard).findIndex((event) => event.type === type) + 1;
			return events[heard - 1] as never;
		},
		async ended() {
			await until(() => states.at(-1)?.[0] === 'closed', 'the end of a socket');
			return states.at(-1)?.[1];
		},
	};
	const isClosed = () => states.at(-1)?.[0] === 'closed';
	await until(() => events.length > 0 || isClosed() || failed.length > 0, 'a first event');
	if (events.length === 0 && !isClosed()) {
		socket.close();
		throw new Error(`The subscription was refused: ${failed}`);
	}
	return ear;
}

export async function until(claim: () => boolean, what: string, withinMs = PATIENCE_MS): Promise<void> {
	const deadline = Date.now() + withinMs;
	while (!claim()) {
		if (Date.now() > deadline) throw new Error(`Waited for ${what}.`);
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

/** What a call was refused with; anything else fails the test. */
export async function refusalFrom(call: Promise<unknown>): Promise<Refusal> {
	try {
		await call;
	} catch (error) {
		const refusal = refusalOf(error);
		if (refusals.safeParse(refusal).success) return refusal as Refusal;
		throw error;
	}
	throw new Error('The call was not refused.');
}

/** Text that only looks sealed: the relay cannot tell. */
export const sealedText = (text: string): Sealed =>
	`sealed_${text.replaceAll(/[^A-Za-z0-9]/g, '_')}`.padEnd(SEALED_LENGTHS[0], '_') as Sealed;

export const agentIdOf = (number: number): string => number.toString(16).padStart(16, '0');

export function reportOf(number: number, paths: string[] = [], more: Partial<SealedReport> = {}): SealedReport {
	return {
		agentId: agentIdOf(number),
		kind: 'claude-code',
		status: 'working',
		statusAge: 0,
		repo: sealedText('github.com/acme/api'),
		touches: paths.map((path) => ({ path: sealedText(path), mode: 'edit' as const, age: 0 })),
		errors: 0,
		...more,
	};
}

export const report = (whole: SealedReport[], changed: SealedPatch[] = [], gone: string[] = []) => ({ whole, changed, gone });
