/// <reference types="chrome" />
/** A room on a real relay, with people whose agents are reported as their bridges would report them. */
import { CREATE_KEY, joinAs, newSlug, type Person, person } from '../../party/try-relay.ts';
import { randomBytes } from '../../shared/bytes.ts';
import { callRelay, openRoomSocket, type RoomSocket } from '../../shared/relay.ts';
import type { Report } from '../../shared/report.ts';
import { ROOM_KEY_BYTES } from '../../shared/seal.ts';
import { writeToken } from '../../shared/token.ts';
import { sealReport } from '../../shared/unseal.ts';
import type { Chromium } from '../chromium.ts';

export interface Room {
	url: string;
	key: Uint8Array;
	admin: Person;
}

export async function openSealedRoom(url: string, adminName: string): Promise<Room> {
	const joined = await callRelay({ server: url, room: newSlug() }).room.create.mutate({
		name: adminName,
		device: 'laptop',
		createKey: CREATE_KEY,
	});
	return { url, key: randomBytes(ROOM_KEY_BYTES), admin: person(url, joined) };
}

/** One person's machine: it says again what it said when the room asks. */
export class Teammate {
	readonly #room: Room;
	readonly #person: Person;
	readonly #socket: RoomSocket;
	#reports: Report[] = [];

	constructor(room: Room, who: Person) {
		this.#room = room;
		this.#person = who;
		this.#socket = openRoomSocket({ server: room.url, room: who.room, credential: who.credential, onState: () => undefined });
		this.#socket.client.room.watch.subscribe(
			{ as: 'bridge' },
			{ onData: (event) => (event.type === 'resync' ? void this.#say() : undefined), onError: (error) => console.error(error) },
		);
	}

	static async join(room: Room, name: string): Promise<Teammate> {
		return new Teammate(room, await joinAs(room.admin, room.url, name));
	}

	/** From now on these are this machine's agents. */
	async report(...reports: Report[]): Promise<void> {
		const gone = this.#reports.map(({ agentId }) => agentId).filter((id) => !reports.some(({ agentId }) => agentId === id));
		this.#reports = reports;
		await this.#say(gone);
	}

	close(): void {
		this.#socket.close();
	}

	async #say(gone: string[] = []): Promise<void> {
		const whole = this.#reports.map((report) => sealReport(this.#room.key, report));
		await this.#person.call.agent.report.mutate({ whole, changed: [], gone });
	}
}

let agents = 0;
const MINUTE_MS = 60_000;

/** An agent at work in acme/api: `edits` and `reads` are paths with the minutes since. */
export function agentIn(
	edits: Readonly<Record<string, number>>,
	{ reads = {}, ...more }: Partial<Report> & { reads?: Readonly<Record<string, number>> } = {},
): Report {
	const touch =
		(mode: 'edit' | 'read') =>
		([path, minutes]: [string, number]) => ({ path, mode, age: Math.round(minutes * MINUTE_MS) });
	return {
		agentId: (++agents).toString(16).padStart(16, '0'),
		kind: 'claude-code',
		status: 'working',
		statusAge: 4 * MINUTE_MS,
		repo: 'github.com/acme/api',
		touches: [...Object.entries(edits).map(touch('edit')), ...Object.entries(reads).map(touch('read'))].sort(
			(one, other) => one.age - other.age,
		),
		errors: 0,
		...more,
	};
}

/** Pairs the browser's extension with this person's room, as pasting a link token does. */
export async function pair(chromium: Chromium, room: Room, who: Person): Promise<void> {
	const { secret } = await who.call.device.link.mutate();
	const token = writeToken({ kind: 'link', server: room.url, room: who.room, secret, roomKey: room.key });
	const page = await chromium.context.newPage();
	await page.goto(`chrome-extension://${chromium.extensionId}/manifest.json`);
	const answer = await page.evaluate((pasted) => chrome.runtime.sendMessage({ type: 'pair', token: pasted }), token);
	await page.close();
	if (!(answer as { isDone: boolean }).isDone) throw new Error(`Pairing failed: ${JSON.stringify(answer)}`);
}
