/** Which rooms of the machine a browser is not in, and which of them come by themselves. Pure. */
import { roomKeyOf } from '../../../shared/alerts/quiet.ts';
import type { MachineRoom } from '../../../shared/native-messages.ts';
import type { MachineConsent } from '../storage/stored-consent.ts';

type Room = Pick<MachineRoom, 'room' | 'server'>;

export function offeredRooms(rooms: readonly MachineRoom[], known: readonly Room[]): MachineRoom[] {
	const paired = new Set(known.map(roomKeyOf));
	return rooms.filter((room) => !paired.has(roomKeyOf(room)));
}

/** Once its person agreed, all of them, those that are joined later too: but for those that they took out. */
export const comingRooms = (offered: readonly MachineRoom[], { consent, forgotten }: MachineConsent): MachineRoom[] =>
	consent === 'yes' ? offered.filter((room) => !forgotten.includes(roomKeyOf(room))) : [];
