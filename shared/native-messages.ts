/**
 * What crosses between the extension and `pylon native-host`, the program of this machine that browsers start for it. Each side parses
 * what arrives with these schemas. The host tells of this machine's agents as a room would, so that the extension shows both by one fold.
 */
import { z } from 'zod';
import { quiet } from './alerts/quiet.ts';
import { operatorId, operatorName, roomSlug } from './names.ts';
import { roomEvent } from './room/events.ts';
import { serverUrl } from './token.ts';

/** As browsers know the host: the name of its manifest. */
export const NATIVE_HOST = 'dev.pylon.rooms';
/** Raised where one side would no longer understand the other. */
export const NATIVE_PROTOCOL = 1;
/** The extension's ids, the only ones that browsers and the host let in. Chrome's follows from the manifest's `key` (wxt.config.ts). */
export const CHROME_EXTENSION = 'ophapcfjkpkdelbhjpphbcokljpolcel';
export const FIREFOX_EXTENSION = 'rooms@pylon.dev';

/** What the browsers give a host's message (https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging), less a reserve. */
export const NATIVE_MESSAGE_MAX_BYTES = 1024 * 1024;

/** A room that the machine is in, without its secrets. */
export const machineRoom = z.strictObject({ room: roomSlug, server: serverUrl, operatorId, operatorName });
export type MachineRoom = z.infer<typeof machineRoom>;

const roomName = { room: roomSlug, server: serverUrl };
const protocol = z.int().min(1);

/** From the extension. */
export const hostRequest = z.discriminatedUnion('type', [
	/** The first. */
	z.strictObject({ type: z.literal('hello'), protocol }),
	/** Its person agreed to have the room in this browser. */
	z.strictObject({ type: z.literal('link'), ...roomName }),
	/** When this browser's person wants to be left alone. To a host that keeps it (`hello`); from then on it says what the machine has. */
	z.strictObject({ type: z.literal('quiet'), quiet }),
]);
export type HostRequest = z.infer<typeof hostRequest>;

/** From the host. */
export const hostMessage = z.discriminatedUnion('type', [
	/** The first; of a host that speaks another protocol the only one. */
	z.object({ type: z.literal('hello'), protocol, version: z.string().max(40), keepsQuiet: z.boolean().optional() }),
	/** All that the machine is in, the current one first: at once, and whenever that changes. */
	z.strictObject({ type: z.literal('rooms'), rooms: z.array(machineRoom).max(100) }),
	/** What happened in `MACHINE_ROOM`, by this machine's clock. */
	z.strictObject({ type: z.literal('event'), event: roomEvent }),
	/** A link token that pairs this browser with the room, as `pylon link` makes them; without one, why there is none. */
	z.strictObject({
		type: z.literal('link'),
		...roomName,
		token: z.string().max(4_000).optional(),
		fault: z.enum(['not-in-room', 'unreachable', 'refused']).optional(),
	}),
	/** What the machine's browsers and bridge have agreed on: as an answer, and whenever that changes. */
	z.strictObject({ type: z.literal('quiet'), quiet }),
]);
export type HostMessage = z.infer<typeof hostMessage>;
