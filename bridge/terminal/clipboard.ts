/** Copies a text where this machine has a clipboard. The text goes in over stdin: arguments are visible to others. */
import { spawn } from 'node:child_process';
import { systemProgram } from '../base/program.ts';

const PATIENCE_MS = 1_000;

function commandsOf(env: NodeJS.ProcessEnv): [string, ...string[]][] {
	if (process.platform === 'darwin') return [['pbcopy']];
	if (process.platform === 'win32') return [['clip']];
	if (env.WAYLAND_DISPLAY !== undefined) return [['wl-copy']];
	if (env.DISPLAY !== undefined)
		return [
			['xclip', '-selection', 'clipboard'],
			['xsel', '-ib'],
		];
	return env.WSL_DISTRO_NAME === undefined ? [] : [['clip.exe']];
}

export async function copy(text: string, env: NodeJS.ProcessEnv): Promise<boolean> {
	for (const [command, ...args] of commandsOf(env)) {
		const program = systemProgram(command, env);
		if (program !== undefined && (await feed(program, args, text, env))) return true;
	}
	return false;
}

function feed(command: string, args: string[], text: string, env: NodeJS.ProcessEnv): Promise<boolean> {
	return new Promise((resolve) => {
		const child = spawn(command, args, { env, stdio: ['pipe', 'ignore', 'ignore'], timeout: PATIENCE_MS });
		child.on('error', () => resolve(false));
		child.on('exit', (code) => resolve(code === 0));
		child.stdin.on('error', () => resolve(false));
		child.stdin.end(text);
	});
}
