/** What the desks work with: one room's store, sockets and live state, and its clock. */
import type { Joined } from '../../shared/api/basics.ts';
import { nextColor, operatorIdFrom } from '../../shared/names.ts';
import type { Operator, Role, SealedEvent } from '../../shared/room/events.ts';
import { Serialised } from '../../shared/trpc-partykit/server/serialised.ts';
import type { Allowance } from '../door/allowance.ts';
import type { Directory } from '../door/known-rooms.ts';
import { Live } from '../live.ts';
import { Refused } from '../procedure.ts';
import type { Credential } from '../secrets.ts';
import { BRIDGES, type Close, type Identity, NEIGHBOURS, neighbour, Sockets, type SocketsOptions, VIEWERS, viewer } from '../sockets.ts';
import type { Charter, KeptDevice, Member, Store } from '../store.ts';
import type { Tally } from '../tally.ts';

export interface RoomPartsOptions {
	slug: string;
	/** Where it is set, only who knows it opens rooms. */
	createKey: string | undefined;
	directory: Directory;
	store: Store;
	tally: Tally;
	sockets: Pick<SocketsOptions, 'connections' | 'authenticate' | 'context' | 'onRefusal'>;
	now(): number;
}

/** The end of a device, kept so that its holder is told why, for this long. */
const ENDED_KEPT_MS = 30 * 24 * 60 * 60 * 1_000;
/** The same for a link, which nobody misses for long. */
const LINK_KEPT_MS = 60 * 60 * 1_000;

export class RoomParts {
	readonly slug: string;
	readonly createKey: string | undefined;
	readonly store: Store;
	readonly tally: Tally;
	readonly live: Live;
	readonly sockets: Sockets;
	/** By operator: how much of their agents may be told now. */
	readonly changes = new Map<string, Allowance>();
	readonly now: () => number;
	readonly #directory: Directory;
	/** One after the other, so that a room which is opened while it is deleted ends up listed. */
	#listing: Promise<unknown> = Promise.resolve();

	constructor(options: RoomPartsOptions) {
		this.slug = options.slug;
		this.createKey = options.createKey;
		this.store = options.store;
		this.tally = options.tally;
		this.now = options.now;
		this.#directory = options.directory;
		this.sockets = new Sockets({
			...options.sockets,
			now: options.now,
			onEnter: ({ operatorId }, isFirst) => isFirst && this.tellOperator(operatorId),
			onLeave: ({ operatorId }) => this.#leave(operatorId),
			onBridgeGone: (identity) => this.#bridgeGone(identity),
			onBytes: (direction, bytes) => this.tally.count(direction, bytes),
		});
		this.live = new Live({
			bridges: () => this.sockets.bridges(),
			askBridges: () => this.sockets.publish(BRIDGES, { type: 'resync', at: this.now() }),
			tell: (event) => this.sockets.publish(VIEWERS, event),
			tellNeighbours: (repo, event) => this.sockets.publish(repo === undefined ? NEIGHBOURS : neighbour(repo), event),
			onSettled: () => this.tellAnew(),
			now: options.now,
		});
	}

	get charter(): Charter {
		if (this.store.charter === undefined) throw new Refused('room-unknown');
		return this.store.charter;
	}

	/** Names the room where the door looks for it, or takes the name away. */
	async list(isThere: boolean): Promise<void> {
		const change = () => (isThere ? this.#directory.add(this.slug) : this.#directory.remove(this.slug));
		const listed = this.#listing.then(change);
		this.#listing = listed.catch(() => undefined); // Told to whoever asked for it; the next change is tried all the same.
		await listed;
	}

	member(operatorId: string): Member {
		const member = this.store.members.get(operatorId);
		if (member === undefined) throw new Refused('operator-unknown');
		return member;
	}

	shown(member: Member, paused = this.#paused()): Operator {
		const { operatorId, name, color, role } = member;
		const online = this.sockets.isOnline(operatorId);
		return { operatorId, name, color, role, online, paused: paused.has(operatorId), lastSeen: online ? this.now() : member.lastSeen };
	}

	operators(): Operator[] {
		const paused = this.#paused();
		return this.store.members.all().map((member) => this.shown(member, paused));
	}

	/** Those of the operator that still let somebody in. */
	devicesOf = (operatorId: string): KeptDevice[] =>
		this.store.devices.all().filter((device) => device.operatorId === operatorId && device.ended === undefined);

	/** A new operator with a first device. Nothing waits between the look at the room and the change. */
	async admit(name: string, label: string, role: Role, credential: Credential): Promise<Joined> {
		const members = this.store.members.all();
		const member: Member = {
			operatorId: operatorIdFrom(name, this.store.members.keys()),
			name,
			color: nextColor(members.map((other) => other.color)),
			role,
			createdAt: this.now(),
			lastSeen: this.now(),
		};
		const written = this.store.members.put(member);
		const joined = this.addDevice(member, label, credential);
		await written;
		return joined;
	}

	async addDevice(member: Member, label: string, { credential, hash, deviceId }: Credential): Promise<Joined> {
		const { operatorId } = member;
		await this.store.devices.put({ hash, deviceId, operatorId, label, createdAt: this.now(), paused: false });
		this.tellOperator(operatorId);
		return { credential, deviceId, operator: this.shown(member), room: this.slug };
	}

	/** The operator goes, with devices, open invites and links, sockets and agents. */
	async dismiss(operatorId: string, why: 'removed' | 'signed-out'): Promise<void> {
		const { members, devices, links } = this.store;
		const written: Promise<unknown>[] = [members.delete(operatorId)];
		for (const device of this.devicesOf(operatorId))
			written.push(devices.put({ ...device, paused: false, ended: { at: this.now(), why } }));
		written.push(...this.revokeInvitesOf(operatorId));
		for (const link of links.all()) if (link.operatorId === operatorId) written.push(links.delete(link.hash));
		await Promise.all(written);
		this.changes.delete(operatorId);
		this.live.apply({ type: 'operator-gone', at: this.now(), operatorId });
	}

	/** Whoever may no longer invite does not do so through an invite that is still open. */
	revokeInvitesOf(operatorId: string): Promise<void>[] {
		const open = this.store.invites.all().filter((invite) => invite.createdBy === operatorId && !invite.revoked);
		return open.map((invite) => this.store.invites.put({ ...invite, revoked: true }));
	}

	/** Shows sockets out once the answer to whoever asked for it is on its way: it may be one of theirs. */
	cutSoon(isMeant: (identity: Identity) => boolean, close: Close): void {
		setTimeout(() => this.sockets.cut(isMeant, close));
	}

	isLastAdmin(operatorId: string): boolean {
		const admins = this.store.members.all().filter((member) => member.role === 'admin');
		return admins.length === 1 && admins[0]?.operatorId === operatorId;
	}

	/** What is shown of the operator changed. */
	tellOperator(operatorId: string): void {
		const member = this.store.members.get(operatorId);
		if (member !== undefined) this.publish({ type: 'operator', at: this.now(), operator: this.shown(member) });
	}

	/** To those who watch, whether or not the room has settled. */
	publish(event: SealedEvent): void {
		this.sockets.publish(VIEWERS, event);
	}

	snapshot(you: string): Serialised<SealedEvent> {
		return Serialised.object<Extract<SealedEvent, { type: 'snapshot' }>>({
			type: 'snapshot',
			at: this.now(),
			room: this.slug,
			you,
			policy: this.charter.policy,
			operators: this.operators(),
			reporters: this.live.reporters(),
			settled: this.live.isSettled,
			agents: this.live.serialisedAgents(),
		});
	}

	/** All agents of these repositories, and which machines told of any. */
	neighbours(repos: readonly string[]): Serialised<SealedEvent> {
		const meant = new Set(repos);
		return Serialised.object<Extract<SealedEvent, { type: 'neighbours' }>>({
			type: 'neighbours',
			at: this.now(),
			repos: repos as Extract<SealedEvent, { type: 'neighbours' }>['repos'],
			reporters: this.live.reporters(),
			agents: this.live.serialisedNeighbours((repo) => meant.has(repo)),
		});
	}

	tellAnew(): void {
		this.sockets.publish(NEIGHBOURS, { type: 'resync', at: this.now() });
		for (const operatorId of this.sockets.online()) {
			if (this.sockets.isHeard(viewer(operatorId))) this.sockets.publish(viewer(operatorId), this.snapshot(operatorId));
		}
	}

	/** Forgets what ended long ago. */
	async sweep(): Promise<void> {
		const now = this.now();
		const { devices, invites, links } = this.store;
		const ended = devices.all().filter((device) => device.ended !== undefined && now - device.ended.at > ENDED_KEPT_MS);
		const dead = invites.all().filter((invite) => now - invite.expiresAt > ENDED_KEPT_MS);
		const old = links.all().filter((link) => now - link.expiresAt > LINK_KEPT_MS);
		await Promise.all([
			...ended.map((device) => devices.delete(device.deviceId)),
			...dead.map((invite) => invites.delete(invite.inviteId)),
			...old.map((link) => links.delete(link.hash)),
		]);
	}

	/** Operators who paused a device. */
	#paused = (): Set<string> => new Set(this.store.devices.all().flatMap((device) => (device.paused ? device.operatorId : [])));

	#bridgeGone({ operatorId, deviceId }: Identity): void {
		this.live.forgive(deviceId);
		if (this.store.members.get(operatorId) !== undefined) this.live.apply({ type: 'reporter-gone', at: this.now(), operatorId, deviceId });
	}

	async #leave(operatorId: string): Promise<void> {
		const member = this.store.members.get(operatorId);
		if (member === undefined || this.sockets.isOnline(operatorId)) return;
		await this.store.members.put({ ...member, lastSeen: this.now() });
		this.tellOperator(operatorId);
	}
}
