/** What surfaces are told of the native host of this machine, `pylon native-host`, and of the rooms that it offers. */
import { z } from 'zod';
import { machineRoom } from '../../shared/native-messages.ts';

/**
 * `none`: not asked yet. `missing`: the browser knows no such program. `forbidden`: it does not let this extension start it. `old`, `new`:
 * it speaks an older protocol, or a newer one. `ended`: it ended, or did not start, and is started again. `slow`: it has been started and
 * says nothing.
 */
export const hostState = z.enum(['none', 'starting', 'connected', 'missing', 'forbidden', 'old', 'new', 'ended', 'slow']);
export type HostState = z.infer<typeof hostState>;

export const machineView = z.object({
	host: hostState,
	/** Of Pylon, as the host says. */
	version: z.string().optional(),
	/** Whether the rooms of this machine come to this browser: what its person said, if they were asked. */
	consent: z.enum(['unasked', 'yes', 'no']),
	/** Rooms of this machine that this browser is not in. */
	offered: z.array(machineRoom),
	/** Why the room that was asked for last did not come. */
	fault: z.enum(['unreachable', 'refused']).optional(),
});
export type MachineView = z.infer<typeof machineView>;
