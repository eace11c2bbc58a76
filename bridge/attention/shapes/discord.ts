/**
 * Discord's webhooks. `allowed_mentions` that allow none ping nobody, whatever the text holds; its markup is escaped beside that
 * (https://docs.discord.com/developers/resources/message#allowed-mentions-object).
 */
import { textOf } from '../message.ts';
import { asJson, type Shape } from './shape.ts';

const MARKUP = /[\\*_~`|>#\-+<()[\]:/@]/g;
const TEXT_MAX = 2_000;
/** No previews of links. */
const SUPPRESS_EMBEDS = 4;

/** A backslash before a letter of markup makes it plain; after an `@` comes a space of no width. */
const escaped = (text: string): string => text.replace(MARKUP, (letter) => (letter === '@' ? '@\u200b' : `\\${letter}`));

export const discord: Shape = {
	name: 'Discord',
	isAt: ({ hostname, pathname }) => /^((ptb|canary)\.)?discord(app)?\.com$/.test(hostname) && pathname.startsWith('/api/'),
	request: (message) =>
		asJson({ content: escaped(textOf(message)).slice(0, TEXT_MAX), allowed_mentions: { parse: [] }, flags: SUPPRESS_EMBEDS }),
};
