/** What `npm run relay` is asked for: by its arguments, its environment and the file `.env`. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { errorCode, isMissing } from '../../bridge/base/private-file.ts';
import { EXIT, UserError } from '../../bridge/base/user-error.ts';

export const RELAY_HELP = `npm run relay [-- OPTIONS]                  runs a relay on this machine, until it is told to stop
npm run relay -- backup FILE [--data …]   puts all rooms into FILE, also while the relay runs
npm run relay -- restore FILE [--data …]  takes them out of FILE, into a folder without rooms

  --host ADDRESS          where it listens (127.0.0.1); beyond this machine only with a create key
  --port NUMBER           (1999)
  --data FOLDER           where its rooms lie (~/.pylon-relay)
  --trust-proxy           a proxy of yours is in front: who calls is who it says, in X-Forwarded-For
  --create-key-file FILE  the create key, where it is not in PYLON_CREATE_KEY
  --help                  this text

  PYLON_CREATE_KEY        whoever knows it may open rooms; without one, everybody on this machine may
  PYLON_METRICS_TOKEN     /metrics wants it as a bearer token; without one, only this machine may read
                          them, and behind a proxy nobody

Both may stand in a file .env beside package.json. docs/hosting.md says how to run it for a team.
`;

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = '1999';

export interface ServeOptions {
	host: string;
	port: number;
	data: string;
	createKey: string | undefined;
	metricsToken: string | undefined;
	trustProxy: boolean;
}

export type Asked =
	| { type: 'help' }
	| { type: 'serve'; options: ServeOptions }
	| { type: 'backup' | 'restore'; file: string; data: string };

export interface Surroundings {
	env: NodeJS.ProcessEnv;
	/** The user's. */
	home: string;
	/** Of the clone, where `.env` may lie. */
	project: string;
	/** What files are named from. */
	cwd: string;
}

export function parseRelayOptions(args: string[], around: Surroundings): Asked {
	const { values, positionals } = readArgs(args);
	if (values.help === true) return { type: 'help' };
	const data = values.data === undefined ? join(around.home, '.pylon-relay') : resolve(around.cwd, values.data);
	const [command, file, ...rest] = positionals;
	if (command === undefined) return { type: 'serve', options: serveOptions(values, data, around) };
	if (command !== 'backup' && command !== 'restore') throw usage(`There is no ${JSON.stringify(command)}.`);
	if (file === undefined || rest.length > 0) throw usage(`${command} takes the name of one file.`);
	return { type: command, file: resolve(around.cwd, file), data };
}

type Values = ReturnType<typeof readArgs>['values'];

function readArgs(args: string[]) {
	try {
		return parseArgs({
			args,
			allowPositionals: true,
			options: {
				host: { type: 'string', default: DEFAULT_HOST },
				port: { type: 'string', default: DEFAULT_PORT },
				data: { type: 'string' },
				'trust-proxy': { type: 'boolean', default: false },
				'create-key-file': { type: 'string' },
				help: { type: 'boolean', short: 'h' },
			},
		});
	} catch (error) {
		throw usage((error as Error).message.split('\n')[0] ?? '');
	}
}

function serveOptions(values: Values, data: string, around: Surroundings): ServeOptions {
	const env = { ...envFile(around.project), ...around.env };
	const createKey = createKeyOf(values['create-key-file'], env, around.cwd);
	if (createKey === undefined && !isLoopback(values.host))
		throw new UserError(
			`Without a create key the relay listens to this machine alone, and not at ${values.host}: everybody there could open rooms.`,
			'Set one: export PYLON_CREATE_KEY=$(openssl rand -base64 24)',
		);
	const metricsToken = env.PYLON_METRICS_TOKEN || undefined;
	return { host: values.host, port: portOf(values.port), data, createKey, metricsToken, trustProxy: values['trust-proxy'] };
}

function portOf(text: string): number {
	const port = Number(text);
	if (!Number.isInteger(port) || port < 0 || port > 65_535 || text.trim() === '')
		throw new UserError(`${text} is no port.`, 'Choose one from 1 to 65535, or 0 for a free one: npm run relay -- --port 2000');
	return port;
}

export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(host);

/** An empty one is none: whoever leaves a variable empty did not choose a key. */
function createKeyOf(file: string | undefined, env: NodeJS.ProcessEnv, cwd: string): string | undefined {
	if (file === undefined) return env.PYLON_CREATE_KEY || undefined;
	const key = readOwn(resolve(cwd, file)).trim();
	if (key === '') throw new UserError(`${file} is empty.`, 'Put the create key in it, on one line.', EXIT.config);
	return key;
}

function envFile(project: string): NodeJS.ProcessEnv {
	try {
		return parseEnv(readFileSync(join(project, '.env'), 'utf8'));
	} catch (error) {
		if (isMissing(error)) return {};
		throw unreadable(join(project, '.env'), error);
	}
}

function readOwn(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		throw unreadable(file, error);
	}
}

function unreadable(file: string, error: unknown): unknown {
	const code = errorCode(error);
	return code === undefined ? error : new UserError(`${file} cannot be read (${code}).`, 'Check its name and who owns it.', EXIT.config);
}

const usage = (message: string): UserError => new UserError(message, 'See: npm run relay -- --help');
