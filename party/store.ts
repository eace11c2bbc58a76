/**
 * What a room remembers: itself, its operators, devices, invites and links. Held in memory, written through to the
 * room's storage, parsed when it comes back. Of secrets there is only their SHA-256. Changes are made in one go,
 * without waiting in between: that is what makes an invite's last use a single one. The runtime holds back answers
 * until what was written is safe.
 */
import { z } from 'zod';
import { deviceLabel } from '../shared/api/basics.ts';
import { inviteId } from '../shared/api/invite.ts';
import { MANNER_NAMES } from '../shared/manners.ts';
import { hexColor, operatorId, operatorName, roomSlug } from '../shared/names.ts';
import { keptPolicy, time } from '../shared/report/report.ts';
import { deviceId, role } from '../shared/room/events.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What there was not when a room was opened nobody was asked about: it is off there. */
const charter = z.strictObject({
	room: roomSlug,
	createdAt: time,
	policy: keptPolicy(false),
	/** What an admin recommended. */
	manner: z.enum(MANNER_NAMES).optional(),
});
export type Charter = z.infer<typeof charter>;

const member = z.strictObject({ operatorId, name: operatorName, color: hexColor, role, createdAt: time, lastSeen: time });
export type Member = z.infer<typeof member>;

const keptDevice = z.strictObject({
	hash,
	deviceId,
	operatorId,
	label: deviceLabel,
	createdAt: time,
	paused: z.boolean(),
	/** Kept for a while after it ended, so that its holder is told why. */
	ended: z.strictObject({ at: time, why: z.enum(['removed', 'signed-out']) }).optional(),
});
export type KeptDevice = z.infer<typeof keptDevice>;

const keptInvite = z.strictObject({
	inviteId,
	hash,
	role,
	createdBy: operatorId,
	createdAt: time,
	expiresAt: time,
	usesLeft: z.union([z.int().min(0), z.literal('unlimited')]),
	revoked: z.boolean(),
});
export type KeptInvite = z.infer<typeof keptInvite>;

const link = z.strictObject({ hash, operatorId, expiresAt: time, used: z.boolean() });
export type Link = z.infer<typeof link>;

/** What of a Durable Object's storage is used. */
export interface Shelf {
	list(): Promise<Map<string, unknown>>;
	put(key: string, value: unknown): Promise<void>;
	delete(key: string): Promise<boolean>;
	deleteAll(): Promise<void>;
}

const CHARTER = 'charter';

export class Store {
	charter: Charter | undefined;
	readonly members: Drawer<Member>;
	readonly devices: Drawer<KeptDevice>;
	readonly invites: Drawer<KeptInvite>;
	readonly links: Drawer<Link>;
	readonly #shelf: Shelf;

	private constructor(shelf: Shelf, kept: Map<string, unknown>) {
		this.#shelf = shelf;
		this.charter = kept.has(CHARTER) ? charter.parse(kept.get(CHARTER)) : undefined;
		this.members = new Drawer(shelf, kept, 'member', member, (each) => each.operatorId);
		this.devices = new Drawer(shelf, kept, 'device', keptDevice, (each) => each.deviceId);
		this.invites = new Drawer(shelf, kept, 'invite', keptInvite, (each) => each.inviteId);
		this.links = new Drawer(shelf, kept, 'link', link, (each) => each.hash);
	}

	static async open(shelf: Shelf): Promise<Store> {
		return new Store(shelf, await shelf.list());
	}

	putCharter(value: Charter): Promise<void> {
		this.charter = value;
		return this.#shelf.put(CHARTER, value);
	}

	/** Everything goes. */
	clear(): Promise<void> {
		this.charter = undefined;
		for (const drawer of [this.members, this.devices, this.invites, this.links]) drawer.forget();
		return this.#shelf.deleteAll();
	}
}

/** One kind of thing, by its key. */
export class Drawer<Value> {
	readonly #shelf: Shelf;
	readonly #prefix: string;
	readonly #keyOf: (value: Value) => string;
	readonly #values = new Map<string, Value>();

	constructor(shelf: Shelf, kept: Map<string, unknown>, kind: string, schema: z.ZodType<Value>, keyOf: (value: Value) => string) {
		this.#shelf = shelf;
		this.#prefix = `${kind}:`;
		this.#keyOf = keyOf;
		for (const [key, value] of kept) {
			if (!key.startsWith(this.#prefix)) continue;
			const parsed = schema.parse(value);
			this.#values.set(keyOf(parsed), parsed);
		}
	}

	get = (key: string): Value | undefined => this.#values.get(key);
	all = (): Value[] => [...this.#values.values()];
	keys = (): ReadonlySet<string> => new Set(this.#values.keys());
	get size(): number {
		return this.#values.size;
	}

	put(value: Value): Promise<void> {
		const key = this.#keyOf(value);
		this.#values.set(key, value);
		return this.#shelf.put(this.#prefix + key, value);
	}

	async delete(key: string): Promise<void> {
		this.#values.delete(key);
		await this.#shelf.delete(this.#prefix + key);
	}

	/** In memory only: the shelf is cleared as a whole. */
	forget(): void {
		this.#values.clear();
	}
}
