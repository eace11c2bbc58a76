/** All commands with their flags; what each does is loaded when it is called. */
import { Argument, type Command, Help, Option } from 'commander';
import type { ExitCode } from '../base/user-error.ts';
import { VERSION } from '../base/version.ts';
import type { Shell } from '../terminal/shell.ts';
import { HELP } from './help.ts';
import { noneOf, PylonCommand } from './pylon-command.ts';

const many = (value: string, before: string[]): string[] => [...before, value];

/** `script` is the file that is `pylon`; `onCode` hears of an exit code that is no error. */
export function commands(shell: Shell, script: string, onCode: (code: ExitCode) => void): Command {
	const pylon = new PylonCommand('pylon')
		.version(VERSION, '-v, --version', 'print the version')
		.helpOption('-h, --help', 'print this help')
		.exitOverride()
		.showSuggestionAfterError()
		.enablePositionalOptions()
		.configureHelp({
			showGlobalOptions: false,
			formatHelp: (command, help) => `\n${indented(Help.prototype.formatHelp.call(help, command, help))}\n\n`,
		})
		.configureOutput({ writeOut: (text) => shell.print(text.replace(/\n$/, '').split('\n')) });
	pylon.helpInformation = () => `${HELP}\n`;
	rooms(pylon, shell);
	members(pylon, shell);
	days(pylon, shell, script);
	closer(pylon, shell);
	upkeep(pylon, shell, script, onCode);
	return pylon;
}

/** A group's default command gets what was meant as another of the group. */
function refuseUnknown(command: Command): void {
	const [unknown] = command.args;
	if (unknown !== undefined && command.parent !== null) throw noneOf(command.parent, unknown);
}

const json = () => new Option('--json', 'print JSON');
const room = () => new Option('--room <room>', 'another room than the current one');
const yes = () => new Option('-y, --yes', 'ask nothing: take what the flags say');
const share = () => new Option('--share <path>', 'share a repository (repeatable)').argParser(many).default([], 'none');
const oneOf = (flags: string, text: string, ...choices: string[]) => new Option(flags, text).choices(choices);
const examples = (...lines: string[]) => `${indented(`Examples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`)}\n`;
/** As all screens are. */
const indented = (text: string) => text.trimEnd().replace(/^(?=.)/gm, '  ');

function rooms(pylon: Command, shell: Shell): void {
	pylon
		.command('init')
		.description('open a room on a relay; you become its admin')
		.option('--room <name>', 'the room’s name, like acme-sprint')
		.option('--server <url>', 'the relay’s address')
		.option('--name <name>', 'your name, as others see it')
		.option('--create-key <key>', 'the relay’s create key, or - for stdin (or PYLON_CREATE_KEY)')
		.addOption(share())
		.addOption(yes())
		.addOption(json())
		.addHelpText('after', examples('pylon init', 'pylon init --room acme-sprint --server https://pylon.acme.dev --name Jake --yes'))
		.action(async (options) => (await import('../commands/init.ts')).init(shell, options));
	pylon
		.command('join [token]')
		.description('enter a room that you were invited to, and choose what to share; asks for the token, which - takes from stdin')
		.option('--name <name>', 'your name, as others see it')
		.addOption(share())
		.addOption(yes())
		.addOption(json())
		.addHelpText('after', examples('pylon join', 'pylon join --name Andrew --share ~/work/acme-api', 'pylon join - --yes < token.txt'))
		// Whoever pastes the line that they were sent after `pylon join` has its words twice.
		.allowExcessArguments()
		.action(async (_, options, command) => (await import('../commands/join.ts')).join(shell, command.args, options));
	const invite = pylon
		.command('invite')
		.helpCommand(false)
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
		.action(async (options) => (await import('../commands/invite.ts')).invite(shell, options));
	invite
		.command('list')
		.description('all invites and their state')
		.addOption(room())
		.addOption(json())
		.action(async (options) => (await import('../commands/invite.ts')).listInvites(shell, options));
	invite
		.command('revoke <id>')
		.description('take an invite back')
		.addOption(room())
		.addOption(json())
		.action(async (id, options) => (await import('../commands/invite.ts')).revokeInvite(shell, id, options));
	const link = pylon
		.command('link')
		.helpCommand(false)
		.description('make a token that pairs a browser or another machine of yours')
		.addOption(room())
		.addOption(json())
		.addHelpText('after', examples('pylon link', 'pylon link list', 'pylon link revoke 0123456789abcdef'))
		.action(async (options) => (await import('../commands/link.ts')).link(shell, options));
	link
		.command('list')
		.description('your devices')
		.addOption(room())
		.addOption(json())
		.action(async (options) => (await import('../commands/link.ts')).listDevices(shell, options));
	link
		.command('revoke <id>')
		.description('cut a device off')
		.addOption(room())
		.addOption(json())
		.action(async (id, options) => (await import('../commands/link.ts')).revokeDevice(shell, id, options));
}

function members(pylon: Command, shell: Shell): void {
	const all = pylon
		.command('members')
		.helpCommand(false)
		.description('who is in the room')
		.addHelpText('after', examples('pylon members', 'pylon members role Andrew admin', 'pylon members remove Andrew'));
	all
		.command('list', { isDefault: true })
		.description('everyone, with role and when they were last seen')
		.addOption(room())
		.addOption(json())
		.allowExcessArguments()
		.action(async (options, command) => {
			refuseUnknown(command);
			return (await import('../commands/members.ts')).listMembers(shell, options);
		});
	all
		.command('remove <name>')
		.description('take somebody out of the room (admins)')
		.addOption(room())
		.addOption(yes())
		.addOption(json())
		.action(async (name, options) => (await import('../commands/members.ts')).removeMember(shell, name, options));
	all
		.command('role <name>')
		.description('make somebody an admin or a member (admins)')
		.addArgument(new Argument('<role>').choices(['admin', 'member']))
		.addOption(room())
		.addOption(json())
		.addHelpText('after', examples('pylon members role Andrew admin'))
		.action(async (name, role, options) => (await import('../commands/members.ts')).changeRole(shell, name, role, options));
	pylon
		.command('rename <name>')
		.description('change what the room calls you')
		.addOption(room())
		.addOption(json())
		.addHelpText('after', examples('pylon rename Andrew', 'pylon rename "Andrew Lim" --room acme-sprint'))
		.action(async (name, options) => (await import('../commands/rename.ts')).rename(shell, name, options));
	pylon
		.command('rooms')
		.description('the rooms of this machine')
		.addOption(json())
		.addHelpText('after', examples('pylon rooms', 'pylon rooms --json'))
		.action(async (options) => (await import('../commands/rooms.ts')).listRooms(shell, options));
	pylon
		.command('use <room>')
		.description('make a room the current one')
		.addOption(json())
		.addHelpText('after', examples('pylon use acme-sprint'))
		.action(async (name, options) => (await import('../commands/rooms.ts')).useRoom(shell, name, options));
	pylon
		.command('leave')
		.description('leave a room; nothing of yours stays in it')
		.option('--delete', 'delete the room for everyone (admins)')
		.option('--force', 'forget it on this machine even where the relay does not answer')
		.addOption(room())
		.addOption(yes())
		.addOption(json())
		.addHelpText('after', examples('pylon leave', 'pylon leave --room acme-sprint --yes', 'pylon leave --delete'))
		.action(async (options) => (await import('../commands/rooms.ts')).leave(shell, options));
}

function closer(pylon: Command, shell: Shell): void {
	pylon
		.command('collisions')
		.description('who edits the same file, now')
		.option('--mine', 'those that involve you')
		.addOption(room())
		.addOption(json())
		.addHelpText('after', examples('pylon collisions', 'pylon collisions --mine --json'))
		.action(async (options) => (await import('../commands/collisions.ts')).collisions(shell, options));
	for (const name of ['pause', 'resume'] as const) {
		pylon
			.command(name)
			.description(name === 'pause' ? 'share nothing, at once; the room sees that you paused' : 'share again')
			.addOption(json())
			.addHelpText('after', examples(`pylon ${name}`))
			.action(async (options) => (await import('../commands/pause.ts')).setPaused(shell, name === 'pause', options));
	}
	pylon
		.command('peek')
		.description('exactly what was sent and what would be sent')
		.option('--wire', 'as it crosses the wire: sealed')
		.addOption(json())
		.addHelpText('after', examples('pylon peek', 'pylon peek --wire'))
		.action(async (options) => (await import('../commands/peek.ts')).peek(shell, options));
	pylon
		.command('policy [change...]')
		.description('what the room lets agents tell: tasks, plans, reads, tokens')
		.option('--mine', 'change what you share instead of what the room allows')
		.addOption(room())
		.addOption(json())
		.addHelpText('after', examples('pylon policy', 'pylon policy reads=off tokens=off', 'pylon policy --mine tasks=off'))
		.action(async (changes, options) => (await import('../commands/policy.ts')).policy(shell, changes, options));
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
		.action(async (options) => (await import('../commands/status.ts')).status(shell, options));
	const shared = pylon
		.command('share')
		.helpCommand(false)
		.description('which repositories the room hears of')
		.addHelpText('after', examples('pylon share', 'pylon share add ~/work/acme-api', 'pylon share remove ~/work/acme-api'));
	shared
		.command('list', { isDefault: true })
		.description('what is shared')
		.addOption(room())
		.addOption(json())
		.allowExcessArguments()
		.action(async (options, command) => {
			refuseUnknown(command);
			return (await import('../commands/share.ts')).listShared(shell, options);
		});
	shared
		.command('add <path...>')
		.description('share a repository, or every repository in a folder')
		.addOption(room())
		.addOption(json())
		.addHelpText('after', examples('pylon share add ~/work/acme-api', 'pylon share add .'))
		.action(async (paths, options) => (await import('../commands/share.ts')).addShared(shell, paths, options));
	shared
		.command('remove <path...>')
		.description('take one back; it leaves the room at once')
		.addOption(room())
		.addOption(json())
		.action(async (paths, options) => (await import('../commands/share.ts')).removeShared(shell, paths, options));
	pylon
		.command('start')
		.description('run the bridge, which keeps your rooms up to date')
		.option('--background', 'return, and leave it running')
		.addOption(new Option('--log', 'write to the log').hideHelp())
		.addHelpText('after', examples('pylon start', 'pylon start --background'))
		.action(async (options) => (await import('../commands/start.ts')).start(shell, options, script));
	pylon
		.command('stop')
		.description('end the bridge')
		.addHelpText('after', examples('pylon stop'))
		.action(async () => (await import('../commands/start.ts')).stop(shell));
}

function upkeep(pylon: Command, shell: Shell, script: string, onCode: (code: ExitCode) => void): void {
	pylon
		.command('doctor')
		.description('check everything, with a fix for each finding')
		.option('--since <time>', 'how far back to read sessions, like 2h, or "all"', '7d')
		.addOption(json())
		.addHelpText('after', examples('pylon doctor', 'pylon doctor --since 30d', 'pylon doctor --json'))
		.action(async (options) => onCode(await (await import('../commands/doctor.ts')).doctor(shell, script, options)));
	const service = pylon
		.command('service')
		.helpCommand(false)
		.description('start the bridge at login')
		.addHelpText('after', examples('pylon service install', 'pylon service status', 'pylon service remove'));
	service
		.command('status', { isDefault: true })
		.description('whether it is installed, and runs')
		.addOption(json())
		.allowExcessArguments()
		.action(async (options, command) => {
			refuseUnknown(command);
			return (await import('../commands/service.ts')).serviceStatus(shell, script, options);
		});
	service
		.command('install')
		.description('start the bridge now, and at every login')
		.option('--no-start', 'write the file, and start nothing now')
		.addOption(json())
		.action(async (options) => (await import('../commands/service.ts')).installService(shell, script, options));
	service
		.command('remove')
		.description('start it at login no longer; it ends now')
		.addOption(json())
		.action(async (options) => (await import('../commands/service.ts')).removeService(shell, script, options));
	pylon
		.command('completion')
		.description('print a script that completes commands and flags')
		.addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
		.addHelpText(
			'after',
			examples(
				'pylon completion bash >> ~/.bashrc',
				'pylon completion zsh > ~/.zfunc/_pylon',
				'pylon completion fish > ~/.config/fish/completions/pylon.fish',
			),
		)
		.action(async (which) => (await import('../commands/completion.ts')).completion(shell, which, pylon));
}
