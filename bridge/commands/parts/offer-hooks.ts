/** Offers that the agents of this machine hear of others' changes before they edit, where none of their clients' settings says so yet. */
import { foundClients, hooksState } from '../../hooks/installed-hooks.ts';
import type { Shell } from '../../terminal/shell.ts';
import { atOf } from './client-additions.ts';

export function offerHooks(shell: Shell, script: string): void {
	const at = atOf(shell, script);
	const found = foundClients(at);
	if (found.length === 0 || found.some((kind) => hooksState(kind, at) !== 'absent')) return;
	shell.say('Have your agents hear who else is in a file, before they edit it:');
	shell.say('  pylon hooks install');
}
