/**
 * The webhook of this machine's person, `~/.pylon/webhook.json`. Whoever has its address can write there, so it is kept as a secret is:
 * no log, status, finding or error says it. SPEC N4.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { pylonFolder } from '../base/home.ts';
import { readPrivateJson, writePrivateJson } from '../base/private-file.ts';
import { SHAPE_NAMES } from './shapes/index.ts';

const ADDRESS_MAX = 2_000;

function faultOf(text: string): string | undefined {
	const { protocol, username, password } = URL.canParse(text) ? new URL(text) : { protocol: '' };
	if (protocol === 'http:') return 'begins with http:// and would go in the clear: a webhook is told over TLS alone, at https://';
	if (protocol !== 'https:') return 'is no address that begins with https://';
	return username === '' && password === '' ? undefined : 'has a user’s name or password in it: it is told without';
}

/** Its messages say what is wrong, never with what. */
export const webhookAddress = z
	.string()
	.trim()
	.max(ADDRESS_MAX, 'is too long')
	.superRefine((text, { addIssue }) => {
		const message = faultOf(text);
		if (message !== undefined) addIssue(message);
	});

const webhook = z.strictObject({ shape: z.enum(SHAPE_NAMES), address: webhookAddress });
export type Webhook = z.infer<typeof webhook>;

const webhookFile = (home: string): string => join(pylonFolder(home), 'webhook.json');

/** Undefined where none is set. Throws a `UserError` where the file is damaged. */
export const readWebhook = (home: string): Webhook | undefined => readPrivateJson(webhookFile(home), webhook, 'run: pylon notify webhook');

export const saveWebhook = (home: string, value: Webhook): void => writePrivateJson(webhookFile(home), value);

export const removeWebhook = (home: string): void => rmSync(webhookFile(home), { force: true });
