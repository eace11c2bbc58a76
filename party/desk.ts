/** The room's answers to the procedures, one desk for each of its affairs. */
import { agentDesk, collisionDesk } from './agent-desk.ts';
import type { Desk } from './context.ts';
import { deviceDesk } from './device-desk.ts';
import type { House } from './house.ts';
import { inviteDesk } from './invite-desk.ts';
import { operatorDesk } from './operator-desk.ts';
import { roomDesk } from './room-desk.ts';

export const deskOf = (house: House): Desk => ({
	room: roomDesk(house),
	invite: inviteDesk(house),
	operator: operatorDesk(house),
	device: deviceDesk(house),
	agent: agentDesk(house),
	collision: collisionDesk(house),
});
