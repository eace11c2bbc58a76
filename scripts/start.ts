/**
 * `npm start`: builds, starts a relay on this machine, opens a room on it, follows this machine's agents and shows the board.
 * With `--demo`, or where no agent has run yet, a team of two that plays sample sessions. Ctrl-C ends everything it started.
 */
import { parseArgs } from 'node:util';
import { homeIn } from '../bridge/base/home.ts';
import { UserError } from '../bridge/base/user-error.ts';
import { currentRoom } from '../bridge/rooms/config.ts';
import { counted } from '../shared/words.ts';
import { showDemo } from './demo/show.ts';
import { run, stopSignal } from './run.ts';
import { freePort } from './start/free-port.ts';
import { recentAgents, showOwnRoom } from './start/own-room.ts';
import { say, step } from './start/progress.ts';

const HELP = `npm start [-- OPTIONS]

Opens a room on this machine, follows your coding agents and shows them live.

  --demo         show a team of two that plays sample sessions; nothing of yours is touched
  --port NUMBER  where the relay on this machine listens (1999, or the next that is free)
  --help         this text
`;

interface Options {
	isDemo: boolean;
	port: number;
}

function parseOptions(args: string[]): Options | 'help' {
	const { values } = readArgs(args);
	if (values.help === true) return 'help';
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 1 || port > 65_535)
		throw new UserError(`${values.port} is no port.`, 'Choose one from 1 to 65535: npm start -- --port 2000');
	return { isDemo: values.demo === true, port };
}

function readArgs(args: string[]) {
	try {
		return parseArgs({
			args,
			options: { demo: { type: 'boolean' }, port: { type: 'string', default: '1999' }, help: { type: 'boolean', short: 'h' } },
		});
	} catch (error) {
		throw new UserError((error as Error).message, 'See: npm start -- --help');
	}
}

async function start(options: Options, signal: AbortSignal): Promise<void> {
	const home = homeIn(process.env);
	const port = await portFor(options, home);
	await step(
		'Building the extension',
		() => build(signal),
		() => 'Built the extension',
	);
	if (options.isDemo) return showDemo(port, signal);
	const agents = await step(
		'Looking for agent sessions',
		() => recentAgents(home),
		(found) => `Found ${counted(found.length, 'agent session')} of the last 30 days`,
	);
	if (agents.length > 0) return showOwnRoom(home, port, agents, signal);
	say(`\n  ${NO_SESSIONS} Here is a demo team instead; start an agent, then run npm start again.`);
	return showDemo(port, signal);
}

/** Before anything is built. A room that is there already has its relay where it always was. */
async function portFor({ isDemo, port }: Options, home: string): Promise<number> {
	if (!isDemo && currentRoom(home) !== undefined) return port;
	const free = await freePort(port);
	if (free !== port) say(`  Port ${port} is in use: the relay takes ${free}.`);
	return free;
}

async function build(signal: AbortSignal): Promise<void> {
	const { code, output } = await run('wxt', ['build'], { signal, output: 'keep' });
	if (code !== 0 && !signal.aborted) throw new Error(`The extension did not build:\n${output}`);
}

const NO_SESSIONS = 'No coding agent has worked on this machine in the last 30 days.';

const signal = stopSignal();
try {
	const options = parseOptions(process.argv.slice(2));
	if (options === 'help') process.stdout.write(HELP);
	else await start(options, signal);
} catch (error) {
	if (error instanceof UserError) {
		say(`\n  ${error.message}\n  ${error.hint ?? ''}\n`);
		process.exitCode = 1;
	} else if (!signal.aborted) throw error;
}
