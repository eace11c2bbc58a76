/** The room's board, as the relay has it now; with this machine's agents in My view. */

import { UserError } from '../base/user-error.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import { findAnyRoom, findRoom, keepProfile, type RoomConfig } from '../rooms/config.ts';
import { findOperator } from '../rooms/find-operator.ts';
import { type RoomView, readRoom } from '../rooms/room-view.ts';
import type { Shell } from '../terminal/shell.ts';
import { bridgeProblem } from './bridge-problem.ts';
import { listLocal } from './list-local.ts';
import { listRoom, type RoomListing, type View } from './listing.ts';
import { ownCollisions, readMachine, type StatusRequest, show } from './machine-status.ts';

/** Whose agents, of which room. */
export interface WantedView {
	/** Everyone's; your own where nobody is named. */
	all?: boolean;
	/** A name or an id, as it was typed. */
	operator?: string;
	/** Another room than the current one. */
	room?: string;
}

/** The room that is meant; undefined where none is named and this machine is in none. */
export function roomOf({ home }: Shell, wanted: WantedView): RoomConfig | undefined {
	return wanted.operator === undefined ? findAnyRoom(home, wanted.room) : findRoom(home, wanted.room);
}

export async function printRoom(shell: Shell, room: RoomConfig, request: StatusRequest, wanted: WantedView): Promise<void> {
	const local = request.includesThisMachine ? readMachine(shell, request) : Promise.resolve([]);
	const bridgeNotice = request.includesThisMachine ? bridgeProblem(shell.home, room.room) : undefined;
	const seen = await readRoom(room, shell).catch(keepUserError);
	if (seen instanceof UserError) return showWithoutRoom(shell, { ...request, subtitle: `${room.room} cannot be seen` }, await local, seen);
	keepProfile(shell.home, room, seen.state.operators.get(seen.state.you));
	const listing = listingOf(shell, room, seen, await local, wanted);
	if (request.jsonSchema !== undefined) return shell.json(request.jsonSchema, listing);
	show(shell, { type: 'room', listing, notice: await bridgeNotice });
}

function keepUserError(error: unknown): UserError {
	if (error instanceof UserError) return error;
	throw error;
}

/** Where the room cannot be seen, a person still sees this machine's agents. */
async function showWithoutRoom(shell: Shell, request: StatusRequest, local: readonly LocalAgent[], error: UserError): Promise<never> {
	const agents = local.map((agent) => listLocal(agent, shell.clock()));
	if (request.includesThisMachine && request.jsonSchema === undefined) {
		const collisions = await ownCollisions(local, shell.clock());
		show(shell, { type: 'local', agents, collisions, since: request.sinceWords, subtitle: request.subtitle });
	}
	throw error;
}

/** `asOf`: when what is listed was so, by this machine's clock; now, where it is not said. */
export function listingOf(
	{ clock }: Shell,
	room: RoomConfig,
	view: RoomView,
	local: readonly LocalAgent[],
	wanted: WantedView,
	asOf: number = clock(),
): RoomListing {
	const { state, collisions } = view;
	return listRoom({ server: room.server, state, collisions, local, now: clock(), relayNow: view.relayTime(asOf) }, viewOf(view, wanted));
}

function viewOf({ state }: RoomView, { all, operator }: WantedView): View {
	if (all === true) return 'all';
	if (operator === undefined) return 'mine';
	return { operatorId: findOperator([...state.operators.values()], operator, state.room).operatorId };
}
