/** Where this browser keeps its quiet hours, and what is muted in the room that is shown. */
import { roomKeyOf } from '../../../shared/alerts/quiet.ts';
import { MACHINE_ROOM } from '../../../shared/machine-room.ts';
import { changeSettings, readSettings } from '../../contract/stored-settings.ts';
import type { Parts } from '../parts.ts';
import { storing } from '../storage/storage-error.ts';
import { QuietSync } from './quiet-sync.ts';

export const quietOf = ({ machine, alerts, pairings }: Pick<Parts, 'machine' | 'alerts' | 'pairings'>): QuietSync =>
	new QuietSync({
		send: (quiet) => machine.tellQuiet(quiet),
		hours: async () => (await readSettings()).quiet,
		setHours: (quiet) => storing(changeSettings({ quiet }).then(() => undefined)),
		// Whose alerts they are says nobody but they: another room may be shown, and its own still be read.
		shown: () => {
			const { roomId, mutes } = alerts;
			const room = pairings.known.find(({ id }) => id === roomId);
			if (room === undefined && roomId !== MACHINE_ROOM) return undefined;
			return { room: room === undefined ? MACHINE_ROOM : roomKeyOf(room), mutes };
		},
		setMutes: (mutes) => alerts.setMutes(mutes),
	});
