import { describe, expect, test } from 'vitest';
import { Secrets } from './secrets.ts';

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
		['Run psql --password hunter2 now', 'Run psql --password *** now'],
		["deploy --api-key 'a b' --token=abc", 'deploy --api-key *** --token=***'],
		['The API key: abcd', 'The API key: ***'],
		['AccountKey=abcd==;x', 'AccountKey=***;x'],
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
		'Document --token and --password',
		'src/AbstractSingletonProxyFactoryBeanConfiguration2024Test.java',
		'fixtures/0123456789abcdef0123456789abcdef01234567.json',
		'sessions/0f8fad5b-d9cb-469f-a165-70867728950e.jsonl',
		'github.com/acme/authentication-service',
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

	test('what could hold one and was not looked through is not told at all', () => {
		expect(new Secrets().masked('an unseen password')).toBe('***');
	});
});
