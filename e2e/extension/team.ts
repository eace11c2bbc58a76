/** A room on a real relay with members whose bridges are played: each is a socket that reports sealed agents, as a real one does. */
import { createHash } from 'node:crypto';
import { callRelay, openRoomSocket, type RoomSocket, type SocketState } from '../../shared/relay.ts';
import type { AgentKind, AgentStatus, Policy } from '../../shared/report/facts.ts';
import type { Report, ReportPatch } from '../../shared/report/report.ts';
import { sealPatch, sealReport } from '../../shared/report/sealing.ts';
import type { SealedEvent } from '../../shared/room/events.ts';
import { newRoomKey } from '../../shared/seal.ts';
import { writeToken } from '../../shared/token.ts';

export type Draft = Partial<Omit<Report, 'agentId'>> & { session: string };
export type Change = Omit<ReportPatch, 'agentId'> & { session: string };

export interface Member {
	readonly operatorId: string;
	/** A token that pairs a browser with this member. */
	link(): Promise<string>;
	/** Agents, whole. What a draft leaves out is filled in. */
	report(...drafts: Draft[]): Promise<void>;
	change(...changes: Change[]): Promise<void>;
	gone(...sessions: string[]): Promise<void>;
	pause(isPaused: boolean): Promise<void>;
	/** The machine goes away. */
	leave(): void;
	/** Of an admin. */
	setPolicy(policy: Policy): Promise<void>;
	remove(operatorId: string): Promise<void>;
	deleteRoom(): Promise<void>;
	/** The labels of their devices. */
	devices(): Promise<string[]>;
}

export interface Team {
	readonly server: string;
	readonly room: string;
	/** The first is the room's admin. */
	join(name: string): Promise<Member>;
	close(): void;
}

/** Agents that a message has room for. */
const TOLD_AT_ONCE = 10;

export const REPO = 'github.com/acme/api';

export const agentIdOf = (session: string): string => createHash('sha256').update(session).digest('hex').slice(0, 16);

/** A change that lives, made just now, and the sessions whose lines it meets. */
export const living = (path: string, ...meets: string[]) => ({ path, mode: 'alive' as const, age: 0, meets: meets.map(agentIdOf) });

export function openTeam(server: string, room: string): Team {
	const roomKey = newRoomKey();
	const sockets: RoomSocket[] = [];
	let admin: string | undefined;

	async function credentialFor(name: string) {
		if (admin === undefined) {
			const made = await callRelay({ server, room }).room.create.mutate({ name, device: 'laptop' });
			admin = made.credential;
			return made;
		}
		const { secret } = await callRelay({ server, room, credential: admin }).invite.create.mutate({});
		return callRelay({ server, room }).invite.accept.mutate({ secret, name, device: 'laptop' });
	}

	/** `onBack` is not called for the first connection. */
	function connect(credential: string, onBack: () => void): RoomSocket {
		let opened = 0;
		const onState = (state: SocketState) => (state === 'open' && opened++ > 0 ? onBack() : undefined);
		const socket = openRoomSocket({ server, room, credential, onState });
		sockets.push(socket);
		return socket;
	}

	return {
		server,
		room,
		join: async (name) => {
			const { credential, operator } = await credentialFor(name);
			return memberOf({ server, room, credential, operatorId: operator.operatorId, roomKey, connect });
		},
		close: () => {
			for (const socket of sockets) socket.close();
		},
	};
}

interface Seat {
	server: string;
	room: string;
	credential: string;
	operatorId: string;
	roomKey: Uint8Array;
	connect(credential: string, onBack: () => void): RoomSocket;
}

function memberOf({ server, room, credential, operatorId, roomKey, connect }: Seat): Member {
	const relay = callRelay({ server, room, credential });
	const agents = new Map<string, Report>();
	/** As many messages as it takes. */
	async function sayAll(): Promise<void> {
		const all = [...agents.values()].map((report) => sealReport(roomKey, report));
		for (let start = 0; start === 0 || start < all.length; start += TOLD_AT_ONCE) {
			await send({ whole: all.slice(start, start + TOLD_AT_ONCE), more: start + TOLD_AT_ONCE < all.length });
		}
	}
	// A relay that slept, or was started again, is told everything again, as by a real bridge: once it has said what it wants.
	let isBack = false;
	const socket = connect(credential, () => {
		isBack = true;
	});
	const heard = Promise.withResolvers<void>();
	const hear = (type: SealedEvent['type']) => {
		heard.resolve();
		if (!isBack && type !== 'resync') return;
		isBack = false;
		void sayAll();
	};
	const listening = socket.client.room.watch.subscribe(
		{ as: 'bridge' },
		{ onData: (event) => hear(event.type), onError: (error) => console.error(error) },
	);
	async function send(parts: Partial<Parameters<typeof socket.client.agent.report.mutate>[0]>) {
		await heard.promise;
		await socket.client.agent.report.mutate({ whole: [], changed: [], gone: [], ...parts });
	}
	return {
		operatorId,
		link: async () => {
			const { secret } = await relay.device.link.mutate();
			return writeToken({ kind: 'link', server, room, secret, roomKey });
		},
		report: async (...drafts) => {
			const reports = drafts.map(whole);
			for (const report of reports) agents.set(report.agentId, report);
			await send({ whole: reports.map((report) => sealReport(roomKey, report)) });
		},
		change: async (...changes) => {
			const patches = changes.map(({ session, ...patch }) => ({ agentId: agentIdOf(session), ...patch }));
			for (const patch of patches) agents.set(patch.agentId, patched(agents.get(patch.agentId), patch));
			await send({ changed: patches.map((patch) => sealPatch(roomKey, patch)) });
		},
		gone: async (...sessions) => {
			for (const session of sessions) agents.delete(agentIdOf(session));
			await send({ gone: sessions.map(agentIdOf) });
		},
		pause: (paused) => send({ paused }),
		leave: () => {
			listening.unsubscribe();
			socket.close();
		},
		setPolicy: async (policy) => {
			await relay.room.setPolicy.mutate(policy);
		},
		remove: async (other) => {
			await relay.operator.remove.mutate({ operatorId: other });
		},
		devices: async () => (await relay.device.list.query()).map((device) => device.label),
		deleteRoom: async () => {
			await relay.room.delete.mutate();
		},
	};
}

/** As far as these tests change agents: nothing is ever taken away from one. */
function patched(report: Report | undefined, { touches = [], ...patch }: ReportPatch): Report {
	if (report === undefined) throw new Error('Only an agent that was reported can change.');
	const fresh = new Set(touches.map((touch) => touch.path));
	return { ...report, ...(patch as Partial<Report>), touches: [...touches, ...report.touches.filter((touch) => !fresh.has(touch.path))] };
}

const BLANK = {
	kind: 'claude-code' as AgentKind,
	status: 'working' as AgentStatus,
	statusAge: 0,
	repo: REPO,
	branch: 'main',
	touches: [],
	errors: 0,
};

const whole = ({ session, ...draft }: Draft): Report => ({ ...BLANK, ...draft, agentId: agentIdOf(session) });
