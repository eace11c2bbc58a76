/** All commands with their flags; what each does is loaded when it is called. */
import { Command, CommanderError, Option } from 'commander';
import { HELP } from './help.ts';
import { depthOf, ink } from './ink.ts';
import { openShell, type Shell } from './shell.ts';
import { EXIT, type ExitCode, UserError } from './user-error.ts';
import { VERSION } from './version.ts';

/** Runs one command to its end and returns the exit code. */
export async function runProgram(args: string[], process: NodeJS.Process): Promise<ExitCode> {
	const end = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => end.abort());
	const shell = openShell(process, end.signal);
	try {
		await commands(shell, process.argv[1] ?? 'pylon').parseAsync(
			args.filter((arg) => arg !== '--debug'),
			{ from: 'user' },
		);
		return EXIT.ok;
	} catch (error) {
		return explain(error, args.includes('--debug'), process);
	}
}

function explain(error: unknown, isDebug: boolean, { stderr, env }: NodeJS.Process): ExitCode {
	const { red, dim } = ink(depthOf(stderr, env));
	if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
	if (error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name)) {
		stderr.write(`  ${dim('Cancelled.')}\n`);
		return EXIT.cancelled;
	}
	const known = error instanceof UserError ? error : undefined;
	const message = known?.message ?? `Pylon failed: ${error instanceof Error ? error.message : String(error)}`;
	const hint = known === undefined ? 'That is a defect of Pylon. Run it again with --debug and report what it prints.' : known.hint;
	stderr.write(`  ${red('✗')} ${message}\n`);
	if (hint !== undefined) stderr.write(`    ${dim(hint)}\n`);
	if (isDebug && error instanceof Error) stderr.write(`\n${error.stack}\n`);
	return known?.exit ?? EXIT.defect;
}

const many = (value: string, before: string[]): string[] => [...before, value];

function commands(shell: Shell, script: string): Command {
	const pylon = new Command('pylon')
		.version(VERSION, '-V, --version', 'print the version')
		.exitOverride()
		.showSuggestionAfterError()
		.enablePositionalOptions()
		.configureHelp({ showGlobalOptions: false })
		.configureOutput({ outputError: (text, write) => write(`  ✗ ${text.replace(/^error: /, '').replace(/\n(?=.)/g, '\n    ')}`) });
	pylon.helpInformation = () => `${HELP}\n`;
	rooms(pylon, shell);
	days(pylon, shell, script);
	return pylon;
}

const json = () => new Option('--json', 'print JSON');
const room = () => new Option('--room <room>', 'another room than the current one');
const yes = () => new Option('-y, --yes', 'ask nothing: take what the flags say');
const share = () => new Option('--share <path>', 'share a repository (repeatable)').argParser(many).default([], 'none');
const oneOf = (flags: string, text: string, ...choices: string[]) => new Option(flags, text).choices(choices);
const examples = (...lines: string[]) => `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}\n`;

function rooms(pylon: Command, shell: Shell): void {
	pylon
		.command('init')
		.description('open a room on a relay; you become its admin')
		.option('--room <name>', 'the room’s name, like acme-sprint')
		.option('--server <url>', 'the relay’s address')
		.option('--name <name>', 'your name, as others see it')
		.option('--create-key <key>', 'the relay’s create key (better: PYLON_CREATE_KEY)')
		.addOption(share())
		.addOption(yes())
		.addOption(json())
		.addHelpText('after', examples('pylon init', 'pylon init --room acme-sprint --server https://pylon.acme.dev --name Jake --yes'))
		.action(async (options) => (await import('./commands/init.ts')).init(shell, options));
	pylon
		.command('join <token>')
		.description('enter a room that you were invited to, and choose what to share')
		.option('--name <name>', 'your name, as others see it')
		.addOption(share())
		.addOption(yes())
		.addOption(json())
		.addHelpText('after', examples('pylon join pylon-join-…', 'pylon join pylon-join-… --name Andrew --share ~/work/acme-api --yes'))
		.action(async (token, options) => (await import('./commands/join.ts')).join(shell, token, options));
	const invite = pylon
		.command('invite')
		.description('make an invite and print the line to send')
		.addOption(
			oneOf('--role <role>', 'member (views all, shares their agents) or admin (invites, manages the room)', 'member', 'admin').default(
				'member',
			),
		)
		.option('--expires <time>', 'how long it is valid, like 12h or 7d', '7d')
		.option('--uses <count>', 'how many may use it, or "unlimited"', '1')
		.addOption(room())
		.addOption(json())
		.addHelpText(
			'after',
			examples('pylon invite', 'pylon invite --role admin --expires 2d', 'pylon invite --uses unlimited', 'pylon invite list'),
		)
		.action(async (options) => (await import('./commands/invite.ts')).invite(shell, options));
	invite
		.command('list')
		.description('all invites and their state')
		.addOption(room())
		.addOption(json())
		.action(async (options) => (await import('./commands/invite.ts')).listInvites(shell, options));
	invite
		.command('revoke <id>')
		.description('take an invite back')
		.addOption(room())
		.addOption(json())
		.action(async (id, options) => (await import('./commands/invite.ts')).revokeInvite(shell, id, options));
	const link = pylon
		.command('link')
		.description('make a token that pairs a browser or another machine of yours')
		.addOption(room())
		.addOption(json())
		.action(async (options) => (await import('./commands/link.ts')).link(shell, options));
	link
		.command('list')
		.description('your devices')
		.addOption(room())
		.addOption(json())
		.action(async (options) => (await import('./commands/link.ts')).listDevices(shell, options));
	link
		.command('revoke <id>')
		.description('cut a device off')
		.addOption(room())
		.addOption(json())
		.action(async (id, options) => (await import('./commands/link.ts')).revokeDevice(shell, id, options));
}

function days(pylon: Command, shell: Shell, script: string): void {
	pylon
		.command('status')
		.description('the board: agents, what needs you first')
		.option('--mine', 'your agents (the default)')
		.option('--all', 'everyone’s agents')
		.option('--operator <name>', 'one person’s agents')
		.option('--watch', 'stay and follow')
		.option('--since <time>', 'how far back to look at sessions of this machine, like 2h, or "all"')
		.option('--local', 'this machine alone, without a connection')
		.addOption(room())
		.addOption(json())
		.addHelpText(
			'after',
			examples('pylon status', 'pylon status --all --watch', 'pylon status --operator Andrew', 'pylon status --json --since all'),
		)
		.action(async (options) => (await import('./commands/status.ts')).status(shell, options));
	const shared = pylon.command('share').description('which repositories the room hears of');
	shared
		.command('list', { isDefault: true })
		.description('what is shared')
		.addOption(room())
		.addOption(json())
		.action(async (options) => (await import('./commands/share.ts')).listShared(shell, options));
	shared
		.command('add <path...>')
		.description('share a repository, or every repository in a folder')
		.addOption(room())
		.addOption(json())
		.addHelpText('after', examples('pylon share add ~/work/acme-api', 'pylon share add .'))
		.action(async (paths, options) => (await import('./commands/share.ts')).addShared(shell, paths, options));
	shared
		.command('remove <path...>')
		.description('take one back; it leaves the room at once')
		.addOption(room())
		.addOption(json())
		.action(async (paths, options) => (await import('./commands/share.ts')).removeShared(shell, paths, options));
	pylon
		.command('start')
		.description('run the bridge, which keeps your rooms up to date')
		.option('--background', 'return, and leave it running')
		.addOption(new Option('--log', 'write to the log').hideHelp())
		.action(async (options) => (await import('./commands/start.ts')).start(shell, options, script));
	pylon
		.command('stop')
		.description('end the bridge')
		.action(async () => (await import('./commands/start.ts')).stop(shell));
}
