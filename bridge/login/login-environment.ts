/** What a session at login lacks of a terminal's environment, and the bridge needs: git's place, agents' folders, the way out. */
const NAMES = [
	'PATH',
	'CLAUDE_CONFIG_DIR',
	'CODEX_HOME',
	'COPILOT_HOME',
	'GEMINI_CLI_HOME',
	'XDG_DATA_HOME',
	'HTTPS_PROXY',
	'HTTP_PROXY',
	'NO_PROXY',
	'NODE_USE_ENV_PROXY',
	'NODE_EXTRA_CA_CERTS',
] as const;

/** No line of a unit, an XML file or a command file holds one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the point.
const UNWRITABLE = /[\u0000-\u001f\u007f]/;

export const loginEnvironment = (env: NodeJS.ProcessEnv): [name: string, value: string][] =>
	NAMES.flatMap((name) => {
		const value = env[name];
		return value === undefined || value === '' || UNWRITABLE.test(value) ? [] : [[name, value] as [string, string]];
	});
