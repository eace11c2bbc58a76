/** How `pylon notify webhook` comes by the address: pasted at a prompt that does not show it, or from standard input. Never as an argument. */
import { text } from 'node:stream/consumers';
import { type ShapeName, shapeAt } from '../../attention/shapes/index.ts';
import { type Webhook, webhookAddress } from '../../attention/webhook.ts';
import { UserError } from '../../base/user-error.ts';
import { askPasted } from '../../terminal/prompts.ts';
import type { Shell } from '../../terminal/shell.ts';

const LABEL = 'Paste the webhook’s address';

/** It is not said again: what was typed is a secret, or may be one. */
const SEEN = [
	'The address goes in at the prompt, or by `-` from standard input: never as an argument, which others can read.',
	'It is in your shell’s history now. Where others read that, make the webhook anew.',
] as const;

export async function webhookFrom(shell: Shell, from: string | undefined, shape: ShapeName | undefined): Promise<Webhook> {
	if (from !== undefined && from !== '-') throw new UserError(...SEEN);
	const given = from === '-' ? await text(shell.stdin) : await asked(shell);
	const fault = faultOf(given);
	if (fault !== undefined) throw new UserError(fault, 'Copy all of it from where you made the webhook.');
	const address = webhookAddress.parse(given);
	const known = shape ?? shapeAt(new URL(address));
	if (known === undefined) throw new UserError('Its address does not say what it is.', 'Say it: pylon notify webhook --shape slack');
	return { shape: known, address };
}

function faultOf(given: string): string | undefined {
	const parsed = webhookAddress.safeParse(given);
	return parsed.success ? undefined : `That ${parsed.error.issues[0]?.message ?? 'is no address'}.`;
}

async function asked(shell: Shell): Promise<string> {
	if (!shell.isInteractive) throw new UserError('The address is missing.', '`pylon notify webhook -` reads it from standard input.');
	return askPasted(shell, LABEL, faultOf);
}
