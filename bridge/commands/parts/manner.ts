/** What hooks do here, and what a room would have them do: its recommendation is said, and taken over only by whoever says yes. SPEC W11. */
import type { Manner } from '../../../shared/manners.ts';
import { reloadBridge } from '../../daemon/daemon.ts';
import type { RoomConfig } from '../../rooms/config.ts';
import { recommendedBy } from '../../rooms/recommended-manner.ts';
import { readSettings, saveSettings } from '../../rooms/settings.ts';
import { askWhether } from '../../terminal/prompts.ts';
import type { Shell } from '../../terminal/shell.ts';
import { MANNERS } from '../../warn/manner.ts';
import type { Offer } from './offers.ts';

/** From then on; a bridge that runs obeys at once. */
export async function chooseManner(shell: Shell, chosen: Manner): Promise<void> {
	const settings = readSettings(shell.home);
	if (chosen === settings.manner) return;
	saveSettings(shell.home, { ...settings, manner: chosen });
	const problem = await reloadBridge(shell.home);
	if (problem !== undefined) shell.warn(problem);
}

export const sayManner = (shell: Shell, chosen: Manner): void =>
	shell.say(`Manner: ${shell.style.bold(chosen)}. ${sentence(MANNERS[chosen])} ${shell.style.dim('Change it: pylon hooks manner deny')}`);

/** Nothing where it recommends what is chosen already, or nothing. */
export function sayRecommended(shell: Shell, { room }: RoomConfig, recommended: Manner | null | undefined, chosen: Manner): void {
	if (recommended === undefined) shell.say(shell.style.dim(`What ${room} recommends is not known: it does not answer.`));
	else if (recommended === chosen) shell.say(shell.style.dim(`${room} recommends it too.`));
	else if (recommended !== null) {
		shell.say(`${room} recommends ${shell.style.bold(recommended)}. ${sentence(MANNERS[recommended])}`);
		shell.say(shell.style.dim(`Yours stays as you chose it. Take it over: pylon hooks manner ${recommended}`));
	}
}

/** For whoever has just come into a room. */
export async function offerManner(offer: Offer, config: RoomConfig): Promise<void> {
	const { shell } = offer;
	const { manner } = readSettings(shell.home);
	const recommended = (await recommendedBy(config, shell.signal)) ?? manner;
	if (recommended === manner) return;
	sayRecommended(shell, config, recommended, manner);
	if (!(await askWhether(offer, `Take ${recommended} over?`))) return;
	await chooseManner(shell, recommended);
	shell.success(`Hooks do what ${config.room} recommends: ${recommended}. Take it back: pylon hooks manner ${manner}`);
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
