/**
 * Workflows of Microsoft Teams, "when a webhook request is received": a message with one adaptive card. A run of text knows no Markdown
 * (https://adaptivecards.io/explorer/TextRun.html), and a mention would have to be listed beside it.
 */
import { asJson, type Shape } from './shape.ts';

const HOSTS = /\.(logic\.azure\.com|api\.powerplatform\.com|webhook\.office\.com)$/;

const paragraph = (text: string, look: Record<string, unknown>) => ({
	type: 'RichTextBlock',
	inlines: [{ type: 'TextRun', text, ...look }],
});

export const teams: Shape = {
	name: 'Teams',
	isAt: ({ hostname }) => HOSTS.test(hostname),
	request: ({ title, lines }) =>
		asJson({
			type: 'message',
			attachments: [
				{
					contentType: 'application/vnd.microsoft.card.adaptive',
					contentUrl: null,
					content: {
						$schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
						type: 'AdaptiveCard',
						version: '1.4',
						body: [paragraph(title, { weight: 'Bolder' }), ...lines.map((line) => paragraph(line, {}))],
					},
				},
			],
		}),
};
