/** The room's answers to the procedures, one desk for each of its affairs. */

import type { Desk } from '../context.ts';
import { agentDesk, collisionDesk } from './agent.ts';
import { deviceDesk } from './device.ts';
import { inviteDesk } from './invite.ts';
import { operatorDesk } from './operator.ts';
import { roomDesk } from './room.ts';
import type { RoomParts } from './room-parts.ts';

export const deskOf = (parts: RoomParts): Desk => ({
	room: roomDesk(parts),
	invite: inviteDesk(parts),
	operator: operatorDesk(parts),
	device: deviceDesk(parts),
	agent: agentDesk(parts),
	collision: collisionDesk(parts),
});
