/** How each real client is run once, by itself, against a model on this machine. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HookKind } from '../../bridge/hooks/clients/index.ts';

export interface Run {
	command: string;
	args: string[];
	env: NodeJS.ProcessEnv;
}

export interface RunAt {
	/** Where the clients are installed, a folder each. */
	clients: string;
	/** A scratch HOME. */
	home: string;
	cwd: string;
	/** Of the model. */
	port: number;
	prompt: string;
}

const write = (home: string, file: string, text: string): void => {
	mkdirSync(join(home, file, '..'), { recursive: true });
	writeFileSync(join(home, file), text);
};

export const TRIED = ['claude-code', 'codex', 'gemini-cli', 'copilot-cli', 'opencode'] as const satisfies readonly HookKind[];
export type Tried = (typeof TRIED)[number];

/** The settings that a client has before Pylon comes. */
export const SETTINGS: Record<Tried, (at: RunAt) => void> = {
	'claude-code': ({ home, cwd }) => {
		const projects = { [cwd]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true, allowedTools: [] } };
		write(home, '.claude.json', JSON.stringify({ hasCompletedOnboarding: true, projects }));
		write(home, '.claude/settings.json', '{\n  "theme": "dark"\n}\n');
	},
	codex: ({ home, port }) => {
		const provider = `[model_providers.mock]\nname = "mock"\nbase_url = "http://127.0.0.1:${port}/v1"\nenv_key = "MOCK_KEY"\nwire_api = "responses"\n`;
		const own = 'model = "gpt-6-sol"\nmodel_provider = "mock"\napproval_policy = "never"\nsandbox_mode = "danger-full-access"\n';
		write(home, '.codex/config.toml', `${own}check_for_update_on_startup = false\n${provider}`);
	},
	'gemini-cli': ({ home }) => {
		const own = {
			security: { auth: { selectedType: 'gemini-api-key' } },
			privacy: { usageStatisticsEnabled: false },
			telemetry: { enabled: false },
		};
		write(home, '.gemini/settings.json', JSON.stringify({ ...own, general: { disableAutoUpdate: true, enableAutoUpdate: false } }));
	},
	'copilot-cli': ({ home }) => mkdirSync(join(home, '.copilot'), { recursive: true }),
	opencode: ({ home, port }) => {
		const options = { baseURL: `http://127.0.0.1:${port}/v1`, apiKey: 'dummy' };
		const models = { 'mock-model': { name: 'mock', tool_call: true, limit: { context: 200_000, output: 8_000 } } };
		const provider = { mock: { npm: '@ai-sdk/openai-compatible', name: 'mock', options, models } };
		const own = { autoupdate: false, share: 'disabled', model: 'mock/mock-model', small_model: 'mock/mock-model', provider };
		write(home, '.config/opencode/opencode.json', JSON.stringify(own));
	},
};

export const RUNS: Record<Tried, (at: RunAt) => Run> = {
	'claude-code': ({ clients, port, prompt }) => ({
		command: join(clients, 'claude/node_modules/@anthropic-ai/claude-code-linux-x64/claude'),
		args: ['-p', prompt, '--model', 'claude-sonnet-4-5', '--permission-mode', 'acceptEdits', '--allowedTools', 'Bash(node:*)'],
		env: {
			ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`,
			ANTHROPIC_API_KEY: 'sk-ant-dummy-000000000000000000000000',
			CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
			DISABLE_AUTOUPDATER: '1',
		},
	}),
	codex: ({ clients, prompt }) => ({
		command: process.execPath,
		args: [
			join(clients, 'codex/node_modules/@openai/codex/bin/codex.js'),
			'exec',
			'--skip-git-repo-check',
			'--dangerously-bypass-hook-trust',
			prompt,
		],
		env: { MOCK_KEY: 'dummy' },
	}),
	'gemini-cli': ({ clients, port, prompt }) => ({
		command: process.execPath,
		args: [join(clients, 'gemini/node_modules/@google/gemini-cli/bundle/gemini.js'), '--approval-mode', 'yolo', '-p', prompt],
		env: { GEMINI_API_KEY: 'dummy', GOOGLE_GEMINI_BASE_URL: `http://127.0.0.1:${port}`, GEMINI_CLI_TRUST_WORKSPACE: 'true' },
	}),
	'copilot-cli': ({ clients, port, prompt }) => ({
		command: join(clients, 'copilot/node_modules/@github/copilot-linux-x64/copilot'),
		args: ['-p', prompt, '--allow-all-tools'],
		env: {
			COPILOT_OFFLINE: 'true',
			COPILOT_PROVIDER_BASE_URL: `http://127.0.0.1:${port}/v1`,
			COPILOT_PROVIDER_TYPE: 'openai',
			COPILOT_PROVIDER_API_KEY: 'dummy',
			COPILOT_MODEL: 'mock-model',
			COPILOT_AUTO_UPDATE: 'false',
		},
	}),
	opencode: ({ clients, prompt }) => ({
		command: join(clients, 'opencode/node_modules/opencode-linux-x64/bin/opencode'),
		args: ['run', prompt],
		env: { OPENCODE_DISABLE_AUTOUPDATE: '1', OPENCODE_DISABLE_MODELS_FETCH: '1', OPENCODE_DISABLE_LSP_DOWNLOAD: '1' },
	}),
};
