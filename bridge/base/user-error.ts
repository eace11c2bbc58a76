/** What the user, the relay or the machine did that stops a command: a sentence, what to do, and a stable exit code. */
import { REFUSALS, type Refusal } from '../../shared/refusal.ts';

/** Exit codes, documented in docs/cli.md. 1 is left to defects of ours. */
export const EXIT = {
	ok: 0,
	defect: 1,
	/** A flag, argument or answer is missing or wrong. */
	usage: 2,
	/** The relay said no. */
	refused: 3,
	/** The relay does not answer. */
	unreachable: 4,
	/** The command needs a room, and this machine is in none. */
	noRoom: 5,
	/** A file under ~/.pylon is damaged or cannot be read or written. */
	config: 6,
	/** `pylon doctor` found something to mend. */
	unhealthy: 7,
	/** Ctrl-C at a prompt or while the relay is waited for, as shells count it. */
	cancelled: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export class UserError extends Error {
	readonly hint: string | undefined;
	readonly exit: ExitCode;

	constructor(message: string, hint?: string, exit: ExitCode = EXIT.usage) {
		super(message);
		this.name = 'UserError';
		this.hint = hint;
		this.exit = exit;
	}
}

export const refusedError = (refusal: Refusal): UserError => new UserError(REFUSALS[refusal].message, REFUSALS[refusal].hint, EXIT.refused);

/** Why a relay does not answer, and what to do. */
export interface Cause {
	/** `nothing listens there`. */
	what: string;
	fix: string;
	/** Its machine is there, and it does not run. */
	isDown?: boolean;
}

/** With why, where the network said so. */
export const unreachableError = (server: string, cause?: Cause): UserError =>
	new UserError(
		`The relay at ${hostOf(server)} does not answer${cause === undefined ? '' : `: ${cause.what}`}.`,
		fixFor(server, cause),
		EXIT.unreachable,
	);

export function fixFor(server: string, cause: Cause | undefined): string {
	if (isLoopback(server) && (cause === undefined || cause.isDown === true)) return TO_START_A_RELAY;
	return cause?.fix ?? 'Check the address and your connection; `pylon doctor` looks closer.';
}

/** Of a relay on this machine: whoever asks is who runs it. */
const TO_START_A_RELAY =
	'It is on this machine: `npm start`, or `npm run relay`, in Pylon’s clone starts it again; what it keeps is there.';
const isLoopback = (server: string): boolean =>
	URL.canParse(server) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(server).hostname);

export const TO_GET_A_ROOM = 'Join one with `pylon join`, or open one with `pylon init`.';

export const noRoomError = (): UserError => new UserError('This machine is in no room yet.', TO_GET_A_ROOM, EXIT.noRoom);

/** `pylon.acme.dev`: how people name a server. */
export const hostOf = (server: string): string => (URL.canParse(server) ? new URL(server).host : server);
