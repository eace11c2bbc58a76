import { describe, expect, test } from 'vitest';
import { Secrets } from './masking.ts';

/** Put together here, so that no scanner takes this file for a leak. */
const made = (...parts: string[]) => parts.join('');
const mixed = (length: number) => 'aB3dE5fG7hJ9kL1mN'.repeat(12).slice(0, length);

describe('[A13] credentials are masked', () => {
	test.each([
		['GitHub', made('gh', 'p_', mixed(36))],
		['Anthropic', made('sk-', 'ant-api03-', mixed(93), 'AA')],
		['OpenAI', made('sk-', 'proj-', mixed(60))],
		['AWS', made('AK', 'IA', 'IOSFODNN7EXAMPL2')],
		['Google', made('AI', 'za', mixed(35))],
		['Slack', made('xox', 'b-123456789012-1234567890123-', mixed(24))],
		['Stripe', made('sk_', 'live_', mixed(24))],
		['GitLab', made('gl', 'pat-', mixed(20))],
		['npm', made('np', 'm_', mixed(36))],
		['Hugging Face', made('h', 'f_', mixed(34))],
		['DigitalOcean', made('do', 'p_v1_', '0123456789abcdef'.repeat(4))],
		['a runner of GitLab', made('gl', 'rt-', mixed(20))],
		['age', made('AGE-', 'SECRET-KEY-1', 'QPZRY9X8GF2TVDW0S3JN'.repeat(3).slice(0, 58))],
		['a maker that nobody has heard of', mixed(40)],
		['a signed token', made('ey', 'J', mixed(20), '.eyJ', mixed(20), '.', mixed(20))],
		['AWS, the secret alone', made('wJalrXUtnFEMI/K7MDENG/', 'bPxRfiCYEXAMPLEKEY')],
		['AWS, a secret without a slash', made('kJ8sQ2xVbN4mT7pL', 'w9ZcR3yH6fD1gUe5aXoBq+tM')],
		['Slack, an app', made('xa', 'pp-1-A012ABCDEFG-1234567890123-', '0123456789abcdef'.repeat(4))],
		['a bot of Discord', made('MTk4NjIyNDgzNDcx', 'OTI1MjQ4.Cl2FMQ.', 'ZnCjm1XVW7vRze4b7Cq4se7kKWs')],
		['a bot of Telegram', made('110201543', ':AA', 'HdqTcvCH1vGWJxfSeofSAs0K5PALDsaw')],
		['32 bytes in hex', made('9f86d081884c7d659a2feaa0c55ad015', 'a3bf4f1b2b0b822cd15d6c15b0f00a08')],
		['the same in capitals, as a wallet has it', made('0x', '9F86D081884C7D659A2FEAA0C55AD015', 'A3BF4F1B2B0B822CD15D6C15B0F00A08')],
		['64 bytes in hex', made('9f86d081884c7d659a2feaa0c55ad015', 'a3bf4f1b2b0b822cd15d6c15b0f00a08').repeat(2)],
		['an invite of ours', made('pylon-', 'join-', mixed(80))],
	])('%s', async (_name, secret) => {
		const secrets = new Secrets();
		const text = `Use ${secret} to log in`;
		await secrets.look([text, `keys/${secret}.txt`]);
		expect(secrets.masked(text)).toBe('Use *** to log in');
		expect(secrets.masked(`keys/${secret}.txt`)).not.toContain(secret);
	});

	test.each([
		['https://mara:hunter2@example.com/x', 'https://***@example.com/x'],
		['postgres://app:p%40ss@db:5432/shop', 'postgres://***@db:5432/shop'],
		['Set password=hunter2 and go', 'Set password=*** and go'],
		['DB_PASSWORD: "hunter2"', 'DB_PASSWORD: ***"'],
		['Authorization: Bearer abcdef123456', 'Authorization: Bearer ***'],
		['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic ***'],
		['authorization: BASIC YWJjOmRlZg==', 'authorization: BASIC ***'],
		['Run psql --password hunter2 now', 'Run psql --password *** now'],
		["deploy --api-key 'a b' --token=abc", 'deploy --api-key *** --token=***'],
		['The API key: abcd', 'The API key: ***'],
		['AccountKey=abcd==;x', 'AccountKey=***;x'],
		[
			'Get https://acme.blob.core.windows.net/in/a.csv?sv=2024-11-04&sr=b&sig=aB3%2FdE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY2zA%2B4c%3D&se=2026',
			'Get https://acme.blob.core.windows.net/in/a.csv?sv=2024-11-04&sr=b&sig=***&se=2026',
		],
		[
			`Open bucket.s3.amazonaws.com/a?X-Amz-Signature=${'0123456789abcdef'.repeat(4)}`,
			'Open bucket.s3.amazonaws.com/a?X-Amz-Signature=***',
		],
		[made('Post to https://hooks.slack', '.com/services/T0123ABCD/B0123ABCD/', mixed(24)), 'Post to https://hooks.slack.com/services/***'],
		[made('Post to hooks.slack', '.com/workflows/T0123ABCD/A0123ABCD/41', mixed(24)), 'Post to hooks.slack.com/workflows/***'],
		[made('Post to https://discord', '.com/api/webhooks/1234567890123456789/', mixed(68)), 'Post to https://discord.com/api/webhooks/***'],
		[made('fix/discordapp', '.com/api/v10/webhooks/12/', 'a'.repeat(68)), 'fix/discordapp.com/api/v10/webhooks/***'],
		[made('creds/wJalrXUtnFEMI/K7MDENG/', 'bPxRfiCYEXAMPLEKEY/main.ts'), 'creds/***/main.ts'],
	])('%j', async (text, masked) => {
		const secrets = new Secrets();
		await secrets.look([text]);
		expect(secrets.masked(text)).toBe(masked);
	});

	test.each([
		'Fix the login token refresh',
		'src/components/authentication/password-reset.ts',
		'feature/JIRA-1234-keyboard-navigation',
		'Rename tokenizer',
		'Add basic validation to the form',
		'Explain bearer authentication',
		'Document --token and --password',
		'src/AbstractSingletonProxyFactoryBeanConfiguration2024Test.java',
		'fixtures/0123456789abcdef0123456789abcdef01234567.json',
		'sessions/0f8fad5b-d9cb-469f-a165-70867728950e.jsonl',
		'github.com/acme/authentication-service',
		'revert/0123456789abcdef0123456789abcdef01234567',
		'dependabot/npm_and_yarn/packages/web/types/node-24.19.2',
		'renovate/ghcr.io-acme-api-digest-9f86d08',
		'Pin node@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
		'registry/blobs/sha256/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
		'Check the digest 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
		'src/components/dashboard/v2/DashboardGrid',
		'packages/UserProfile2/UserProfileCardV2Ui',
		'docs/RFC/HTTP/URIs/OAuth2/JWT/JWKS/A1/B2',
		'Sort by sig=desc',
		'src/hooks/useWebhookSignature.ts',
		'Move OrdersController.module.integration-tests-of-orders',
	])('%j is no credential', async (text) => {
		const secrets = new Secrets();
		await secrets.look([text]);
		expect(secrets.masked(text)).toBe(text);
	});

	test('several in many texts, each in its own', async () => {
		const secrets = new Secrets();
		const key = made('gh', 'p_', mixed(36));
		const texts = [`one ${key}`, 'two is plain enough', `three ${key} and ${key}`];
		await secrets.look(texts);
		expect(texts.map((text) => secrets.masked(text))).toEqual(['one ***', 'two is plain enough', 'three *** and ***']);
	});

	test('a text is looked at as far as it can be told, and told no further', async () => {
		const secrets = new Secrets();
		const secret = made('gh', 'p_', mixed(36));
		const text = `Rename${' '.repeat(2_000)}${secret}`;
		await secrets.look([text]);
		expect(secrets.masked(text).trim()).toBe('Rename');
	});

	test('what could hold one and was not looked through is not told at all', () => {
		expect(new Secrets().masked('an unseen password')).toBe('***');
	});
});
