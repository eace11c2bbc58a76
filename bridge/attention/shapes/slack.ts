/**
 * Slack's incoming webhooks, and what speaks as they do (Mattermost, Rocket.Chat). Of a text `&`, `<` and `>` are control characters:
 * escaped, no `<!channel>` and no link is left in it (https://docs.slack.dev/messaging/formatting-message-text). `mrkdwn` is off for the rest.
 */
import { textOf } from '../message.ts';
import { asJson, type Shape } from './shape.ts';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What speaks as Slack does may link names that follow an `@`: a space of no width comes between. */
const unmentioned = (text: string): string => text.replaceAll('@', '@\u200b');

export const slack: Shape = {
	name: 'Slack',
	isAt: ({ hostname }) => hostname === 'hooks.slack.com',
	request: (message) =>
		asJson({ text: unmentioned(escaped(textOf(message))), mrkdwn: false, parse: 'none', unfurl_links: false, unfurl_media: false }),
};
