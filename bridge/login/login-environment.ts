/** What a session at login lacks of a terminal's environment, and the bridge needs: git's place, agents' folders, the way out. */
const FOLDERS = [
	'CLAUDE_CONFIG_DIR',
	'CLINE_DATA_DIR',
	'CLINE_DIR',
	'CODEX_HOME',
	'COPILOT_HOME',
	'GEMINI_CLI_HOME',
	'GOOSE_PATH_ROOT',
	'KILO_DB',
	'OPENCODE_DB',
	'PI_CODING_AGENT_DIR',
	'PYLON_HOMES',
	'QWEN_HOME',
	'QWEN_RUNTIME_DIR',
	'XDG_CONFIG_HOME',
	'XDG_DATA_HOME',
];
/** Written in capitals or not. */
const WAY_OUT = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];
const NAMES = [
	'PATH',
	...FOLDERS,
	...WAY_OUT.flatMap((name) => [name, name.toLowerCase()]),
	'NODE_USE_ENV_PROXY',
	'NODE_USE_SYSTEM_CA',
	'WSL_DISTRO_NAME',
	'GIT_CONFIG_GLOBAL',
];

/** No line of a unit, an XML file or a command file holds one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the point.
const UNWRITABLE = /[\u0000-\u001f\u007f]/;

export const loginEnvironment = (env: NodeJS.ProcessEnv): [name: string, value: string][] =>
	NAMES.flatMap((name) => {
		const value = env[name];
		return value === undefined || value === '' || UNWRITABLE.test(value) ? [] : [[name, value] as [string, string]];
	});
