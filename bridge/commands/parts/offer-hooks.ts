/** Offers that the agents of this machine hear of others' changes before they edit, where none of their clients' settings says so yet. */
import { AGENT_NAMES } from '../../../shared/report/facts.ts';
import { EXIT } from '../../base/user-error.ts';
import { foundClients, hooksOf, hooksState } from '../../hooks/installed-hooks.ts';
import { askYes } from '../../terminal/prompts.ts';
import { addToClients, atOf } from './client-additions.ts';
import { isWanted, type Offer } from './offers.ts';

/** `flag`: `--hooks`. What would be written is shown before it is; whoever was asked is asked once more then. */
export async function offerHooks(offer: Offer, flag: boolean | undefined, later = 'pylon hooks install'): Promise<void> {
	const { shell, script } = offer;
	const at = atOf(shell, script);
	const found = foundClients(at);
	if (found.length === 0 || found.some((kind) => hooksState(kind, at) !== 'absent')) return;
	const names = found.map((kind) => AGENT_NAMES[kind]).join(', ');
	const isInstalled =
		(await isWanted(offer, flag, `Have your agents hear who else is in a file, before they edit it (${names})?`)) &&
		(await addToClients(
			{
				shell,
				script,
				flags: {},
				isSure: async (question) => flag === true || askYes({ shell, yes: undefined }, question),
				json: () => Promise.resolve(),
			},
			hooksOf,
			{ done: 'hooks are installed', nothing: 'has them already' },
		)) !== EXIT.cancelled;
	if (isInstalled) return shell.say(shell.style.dim('Take them out: pylon hooks remove'));
	shell.say('Have your agents hear who else is in a file, before they edit it:');
	shell.say(`  ${later}`);
}
