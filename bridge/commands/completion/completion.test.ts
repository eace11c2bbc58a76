/** What a shell offers after `pylon …`, asked of the shell itself. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Scratch } from '../../../testing/scratch.ts';
import { openTerminal } from '../../../testing/terminal.ts';

const PYLON = join(import.meta.dirname, '../..', 'pylon.ts');
const isThere = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

let scratch: Scratch;
const scripts = { bash: '', zsh: '', fish: '' };
beforeAll(() => {
	scratch = new Scratch();
	for (const shell of ['bash', 'zsh', 'fish'] as const) {
		const script = execFileSync(process.execPath, [PYLON, 'completion', shell], {
			encoding: 'utf8',
			env: { PATH: process.env.PATH, HOME: scratch.home },
		});
		scripts[shell] = scratch.write(`_pylon.${shell}`, script);
	}
	scratch.write('code/api/README.md', '');
});
afterAll(() => scratch.remove());

/** The words typed so far, the last of them unfinished; and what is offered. */
const ASKED: [typed: string[], offered: string[]][] = [
	[['doc'], ['doctor']],
	[['in'], ['init', 'invite']],
	[['invite', 're'], ['revoke']],
	[
		['invite', '--role', ''],
		['admin', 'member'],
	],
	[
		['completion', ''],
		['bash', 'fish', 'zsh'],
	],
	[['status', '--op'], ['--operator']],
	[['members', 'role', '--j'], ['--json']],
	[['share', 'add', 'co'], ['code']],
];

describe.skipIf(!isThere('bash'))('bash', () => {
	test.each(ASKED)('after %j offers %j', (typed, offered) => {
		// biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash's.
		const script = 'source "$1"; shift; COMP_WORDS=(pylon "$@"); COMP_CWORD=$#; _pylon; printf "%s\\n" "${COMPREPLY[@]}"';
		const said = execFileSync('bash', ['-c', script, 'bash', scripts.bash, ...typed], { encoding: 'utf8', cwd: scratch.home });
		expect(
			words(said)
				.filter((word) => !word.startsWith('-') || offered[0]?.startsWith('-'))
				.sort(),
		).toEqual(offered);
	});
});

describe.skipIf(!isThere('fish'))('fish', () => {
	test.each(ASKED)('after %j offers %j', (typed, offered) => {
		const line = ['pylon', ...typed].join(' ');
		const said = execFileSync('fish', ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', scripts.fish, line], {
			encoding: 'utf8',
			cwd: scratch.home,
		});
		expect(
			words(said)
				.map((word) => word.replace(/\/$/, ''))
				.sort(),
		).toEqual(offered);
	});
});

const words = (said: string): string[] => said.split('\n').flatMap((line) => line.split('\t')[0] || []);

describe.skipIf(!isThere('zsh'))('zsh', () => {
	test('completes what is unambiguous, and lists the rest with what it is', async () => {
		const env = { PATH: process.env.PATH, HOME: scratch.home, TERM: 'xterm', LANG: 'C.UTF-8' };
		const terminal = openTerminal({ command: 'zsh', args: ['-f', '-i'], cwd: scratch.home, env });
		try {
			terminal.type(`PS1='go>'; autoload -Uz compinit; compinit -u; source ${scripts.zsh}; clear\r`);
			await terminal.shows(/^go>$/m);
			terminal.type('pylon doc\t');
			await terminal.shows('go>pylon doctor');
			terminal.type('\u0015pylon invite --role a\t');
			await terminal.shows('go>pylon invite --role admin');
			terminal.type('\u0015pylon invite re\t');
			await terminal.shows('go>pylon invite revoke');
			terminal.type('\u0015pylon service \t\t');
			expect(await terminal.shows('install')).toContain('start the bridge now, and at every login');
		} finally {
			terminal.kill();
		}
	});
});
