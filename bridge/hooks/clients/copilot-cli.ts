/** https://docs.github.com/copilot/reference/hooks-configuration; tried with 1.0.102. */
import { join } from 'node:path';
import { type HookClient, type HookInput, listed, type Moment, textIn } from '../hook-client.ts';

const EDITS = new Set(['edit', 'create', 'str_replace_editor', 'apply_patch']);

export const copilotCli: HookClient = {
	kind: 'copilot-cli',
	folder: ({ home, env }) => env.COPILOT_HOME || join(home, '.copilot'),
	addition: ({ home, env, command, powershell }) => {
		const call = (moment: Moment) => [{ type: 'command', bash: command(moment), powershell: powershell(moment), timeoutSec: 5 }];
		const hooks = {
			sessionStart: call('start'),
			preToolUse: call('before'),
			agentStop: call('ended'),
			sessionEnd: call('gone'),
		};
		const text = `${JSON.stringify({ version: 1, hooks }, undefined, 2)}\n`;
		return { in: 'file', file: join(copilotCli.folder({ home, env }), 'hooks', 'pylon.json'), text };
	},
	hears: ['start', 'before'],
	asks: false,
	paths: (input) => (EDITS.has(textIn(input, 'toolName') ?? '') ? listed(textIn(argsOf(input), 'path')) : []),
	reply: (moment, { verdict, say }) => {
		if (verdict === 'tell' || moment !== 'before') return { additionalContext: say };
		return { permissionDecision: 'deny', permissionDecisionReason: say };
	},
};

/** Earlier versions hand them on as JSON within the JSON. */
function argsOf({ toolArgs }: HookInput): unknown {
	if (typeof toolArgs !== 'string') return toolArgs;
	try {
		return JSON.parse(toolArgs);
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}
