/** What this browser's person said of the rooms of their machine, in the background's vault. */
import { z } from 'zod';
import { machineView } from '../../contract/machine-view.ts';
import { storing } from './storage-error.ts';
import { vaultItem } from './vault.ts';

const machineConsent = z.object({
	consent: machineView.shape.consent,
	/** By `roomKeyOf`: rooms that were taken out of this browser, and come back only when they are asked for. */
	forgotten: z.array(z.string()),
});
export type MachineConsent = z.infer<typeof machineConsent>;

const storedConsent = vaultItem<MachineConsent>('machine', { version: 1 });

export async function readConsent(): Promise<MachineConsent> {
	return machineConsent.safeParse(await storedConsent.getValue()).data ?? { consent: 'unasked', forgotten: [] };
}

export const storeConsent = (said: MachineConsent): Promise<void> => storing(storedConsent.setValue(said));
