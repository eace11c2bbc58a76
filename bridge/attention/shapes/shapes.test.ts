import { expect, test } from 'vitest';
import { type SHAPE_NAMES, SHAPES, shapeAt } from './index.ts';

const EVIL = 'A conflict in <!channel> @everyone <@U123> [x](https://evil.example) `*_~ & <at>All</at> #here';
const sent = (name: (typeof SHAPE_NAMES)[number], title = EVIL, lines = [EVIL]) => SHAPES[name].request({ title, lines });
const parsed = (name: (typeof SHAPE_NAMES)[number]) => JSON.parse(sent(name).body);

test('each address says what it is, as far as it can', () => {
	const at = (address: string) => shapeAt(new URL(address));
	expect(at('https://hooks.slack.com/services/T0/B0/x')).toBe('slack');
	expect(at('https://discord.com/api/webhooks/1/x')).toBe('discord');
	expect(at('https://canary.discord.com/api/webhooks/1/x')).toBe('discord');
	expect(at('https://prod-1.westeurope.logic.azure.com/workflows/x')).toBe('teams');
	expect(at('https://default1.ab.environment.api.powerplatform.com/x')).toBe('teams');
	expect(at('https://ntfy.sh/topic')).toBe('ntfy');
	expect(at('https://chat.acme.dev/hooks/x')).toBeUndefined();
	expect(at('https://hooks.slack.com.evil.example/x')).toBeUndefined();
});

test('[N5] Slack takes nothing of it for a mention, a link or markup', () => {
	const { text, ...how } = parsed('slack');
	expect(text).not.toMatch(/<|>|@(?!\u200b)/);
	expect(text.split('\n')[0]).toContain('&lt;!channel&gt;');
	expect(how).toEqual({ mrkdwn: false, parse: 'none', unfurl_links: false, unfurl_media: false });
});

test('[N5] Discord pings nobody, and shows markup as it stands', () => {
	const { content, ...how } = parsed('discord');
	expect(content).not.toMatch(/(?<!\\)[*_~`|[\]()<>#]|@(?!\u200b)/);
	expect(how).toEqual({ allowed_mentions: { parse: [] }, flags: 4 });
	expect(JSON.parse(sent('discord', 'x'.repeat(5_000)).body).content.length).toBeLessThanOrEqual(2_000);
});

test('[N5] Teams gets a card of runs of text, which know no markup, and nobody who is mentioned', () => {
	const [attachment] = parsed('teams').attachments;
	expect(attachment.contentType).toBe('application/vnd.microsoft.card.adaptive');
	expect(attachment.content.body.map(({ type, inlines }: { type: string; inlines: object[] }) => [type, inlines])).toEqual([
		['RichTextBlock', [{ type: 'TextRun', text: EVIL, weight: 'Bolder' }]],
		['RichTextBlock', [{ type: 'TextRun', text: EVIL }]],
	]);
	expect(JSON.stringify(attachment)).not.toContain('msteams');
});

test('[N5] ntfy gets plain text, and headers that nobody else wrote', () => {
	const { headers, body } = sent('ntfy');
	expect(body).toBe(`${EVIL}\n${EVIL}`);
	expect(headers).toEqual({ 'content-type': 'text/plain; charset=utf-8', title: 'Pylon', tags: 'pylon' });
});
