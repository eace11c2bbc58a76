/** What `pylon status --json` prints, and what the board draws. Ages are ms; null is what is not known or not shared. */
import { z } from 'zod';
import { hexColor, operatorId, operatorName, roomSlug } from '../../shared/names.ts';
import { byAttention } from '../../shared/order.ts';
import { ageAt } from '../../shared/report/clock.ts';
import { age, agentStatus } from '../../shared/report/report.ts';
import { type CollisionIndex, involves } from '../../shared/room/collisions.ts';
import { type Agent, role } from '../../shared/room/events.ts';
import type { RoomState } from '../../shared/room/fold.ts';
import { freshness, shownSince, shownStatus } from '../../shared/room/freshness.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import { listLocal, listPlanned } from './list-local.ts';
import { listedAgent } from './listed-agent.ts';
import { listCollision, listedCollision } from './listed-collision.ts';

/** Without a room: this machine's agents, newest first. */
export const localListing = z.array(listedAgent);

export const roomAgent = listedAgent.extend({
	status: z
		.enum([...agentStatus.options, 'stale', 'offline'])
		.describe('stale: its statusAge is since it was last heard of; offline: since its machine went away'),
	operatorId,
	operatorName,
	shared: z.boolean().describe('false: an agent of this machine that the room does not hear of'),
});
export type RoomAgent = z.infer<typeof roomAgent>;

export const listedOperator = z.strictObject({
	operatorId,
	name: operatorName,
	color: hexColor,
	role,
	online: z.boolean(),
	paused: z.boolean(),
	lastSeenAge: age,
});
export type ListedOperator = z.infer<typeof listedOperator>;

/** In a room. */
export const roomListing = z.strictObject({
	room: roomSlug,
	server: z.string(),
	you: operatorId.describe('your operatorId'),
	view: z.string().describe('`mine`, `all`, or the operatorId whose view it is'),
	operators: z.array(listedOperator),
	agents: z.array(roomAgent).describe('as above, with'),
	collisions: z.array(listedCollision),
});
export type RoomListing = z.infer<typeof roomListing>;

/** What `pylon status --json` prints. */
export const statusAnswer = z.union([localListing, roomListing]);

/** Whose agents: `mine`, `all`, or an operatorId. */
export type View = 'mine' | 'all' | { operatorId: string };

export interface RoomAndMachine {
	server: string;
	state: RoomState;
	collisions: CollisionIndex;
	/** This machine's agents, where they were read. */
	local: readonly LocalAgent[];
	/** The relay's clock, and this machine's. */
	relayNow: number;
	now: number;
}

export function listRoom(known: RoomAndMachine, view: View): RoomListing {
	const { state, relayNow } = known;
	const who = whose(view, state.you);
	const agents = [...state.agents.values()].filter((agent) => freshness(state, agent, relayNow) !== 'vanished');
	const wanted = agents.filter((agent) => who === undefined || agent.operatorId === who).map((agent) => listShared(known, agent));
	const collisions = known.collisions.list(relayNow, state.you).filter((collision) => who === undefined || involves(collision, who));
	return {
		room: state.room,
		server: known.server,
		you: state.you,
		view: typeof view === 'string' ? view : view.operatorId,
		operators: [...state.operators.values()]
			.map(({ lastSeen, ...operator }) => ({ ...operator, lastSeenAge: ageAt(lastSeen, relayNow) }))
			.sort(
				(one, other) =>
					Number(other.operatorId === state.you) - Number(one.operatorId === state.you) || Number(other.online) - Number(one.online),
			),
		agents: [...wanted, ...(view === 'mine' ? unshared(known, agents) : [])].sort((one, other) =>
			byAttention(ordered(one, state.you), ordered(other, state.you)),
		),
		collisions: collisions.map((collision) => listCollision(state, collision, relayNow)),
	};
}

function whose(view: View, you: string): string | undefined {
	if (view === 'all') return undefined;
	return view === 'mine' ? you : view.operatorId;
}

const ordered = (agent: RoomAgent, you: string) => ({
	status: agent.status,
	isMine: agent.operatorId === you,
	statusSince: -agent.statusAge,
});

function listShared(known: RoomAndMachine, agent: Agent): RoomAgent {
	const { state, relayNow } = known;
	const here = agent.operatorId === state.you ? known.local.find((local) => local.agentId === agent.agentId) : undefined;
	return {
		operatorId: agent.operatorId,
		operatorName: nameIn(state, agent.operatorId),
		agentId: agent.agentId,
		kind: agent.kind,
		status: shownStatus(state, agent, relayNow),
		statusAge: ageAt(shownSince(state, agent, relayNow), relayNow),
		lastActiveAge: agent.lastActive === undefined ? null : ageAt(agent.lastActive, relayNow),
		title: agent.title ?? null,
		task: agent.task ?? null,
		plan: agent.plan ?? null,
		planned: listPlanned(agent, relayNow),
		repo: agent.repo,
		branch: agent.branch ?? null,
		head: agent.head ?? null,
		touches: agent.touches.map(({ path, mode, at }) => ({ path, mode, age: ageAt(at, relayNow) })),
		errors: agent.errors,
		tokens: agent.tokens ?? null,
		cwd: here?.cwd ?? null,
		shared: true,
	};
}

function unshared(known: RoomAndMachine, agents: readonly Agent[]): RoomAgent[] {
	const { you } = known.state;
	const shared = new Set(agents.filter((agent) => agent.operatorId === you).map((agent) => agent.agentId));
	return known.local
		.filter((agent) => !shared.has(agent.agentId))
		.map((agent) => ({ ...listLocal(agent, known.now), operatorId: you, operatorName: nameIn(known.state, you), shared: false }));
}

const nameIn = (state: RoomState, operatorId: string): string => state.operators.get(operatorId)?.name ?? operatorId;
