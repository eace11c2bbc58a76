/** Every command, in the order of `pylon --help`. A file is loaded when its command is asked for. */
import type { Command } from './parts/define-command.ts';

const COMMANDS = {
	init: async () => (await import('./init.ts')).command,
	join: async () => (await import('./join.ts')).command,
	invite: async () => (await import('./invite.ts')).command,
	members: async () => (await import('./members.ts')).command,
	rename: async () => (await import('./rename.ts')).command,
	rooms: async () => (await import('./rooms.ts')).command,
	use: async () => (await import('./use.ts')).command,
	leave: async () => (await import('./leave.ts')).command,
	status: async () => (await import('./status.ts')).command,
	collisions: async () => (await import('./collisions.ts')).command,
	hooks: async () => (await import('./hooks.ts')).command,
	notify: async () => (await import('./notify.ts')).command,
	share: async () => (await import('./share.ts')).command,
	start: async () => (await import('./start.ts')).command,
	stop: async () => (await import('./stop.ts')).command,
	pause: async () => (await import('./pause.ts')).command,
	resume: async () => (await import('./resume.ts')).command,
	browser: async () => (await import('./browser.ts')).command,
	link: async () => (await import('./link.ts')).command,
	peek: async () => (await import('./peek.ts')).command,
	policy: async () => (await import('./policy.ts')).command,
	mcp: async () => (await import('./mcp.ts')).command,
	doctor: async () => (await import('./doctor.ts')).command,
	service: async () => (await import('./service.ts')).command,
	'native-host': async () => (await import('./native-host.ts')).command,
	completion: async () => (await import('./completion.ts')).command,
} satisfies Record<string, () => Promise<Command>>;

export const COMMAND_NAMES = Object.keys(COMMANDS);

/** undefined: there is none of that name. */
export async function loadCommand(name: string): Promise<Command | undefined> {
	return Object.hasOwn(COMMANDS, name) ? COMMANDS[name as keyof typeof COMMANDS]() : undefined;
}

export const allCommands = (): Promise<Command[]> => Promise.all(Object.values(COMMANDS).map((load) => load()));
