/** Pylon's hooks in the settings of the clients of this machine. */
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ifReadable } from '../base/missing-file.ts';
import { type Subject, stateOf } from './additions.ts';
import { CLIENTS, HOOK_KINDS, type HookKind } from './clients/index.ts';
import type { Addition, HookClient, HookPlace, Moment } from './hook-client.ts';
import { holdsOurs } from './json-items.ts';
import { isThere, readSettingsFile } from './settings-file.ts';

/** Where all of it lies: the user's home, and the Node and `pylon` that run. */
export interface HooksAt {
	home: string;
	env: NodeJS.ProcessEnv;
	/** The file that is `pylon`. */
	script: string;
	/** The line for a prompt is to be shown too, where a client can and shows none. What shows it already goes on. */
	line?: boolean | undefined;
}

/** Every version's command names it. */
const OURS = /pylon-hook\.(?:cjs|ts)/;

/** Whether a client's settings name Pylon's hook there. */
export const isOurCommand = (command: string): boolean => OURS.test(command);

export const foundClients = ({ home, env }: Pick<HooksAt, 'home' | 'env'>): HookKind[] =>
	HOOK_KINDS.filter((kind) => isThere(CLIENTS[kind].folder({ home, env })));

export function hooksOf(kind: HookKind, at: HooksAt): Subject {
	const client = CLIENTS[kind];
	const addition = client.addition(placeOf(kind, at));
	return { key: `hooks:${kind}`, addition: withLine(addition, client, at), isOurs, folder: client.folder(at) };
}

const isOurs = (value: unknown): boolean => OURS.test(JSON.stringify(value) ?? '');

function withLine(addition: Addition, { statusLine }: HookClient, { script, line }: HooksAt): Addition {
	if (statusLine === undefined || addition.in !== 'json') return addition;
	const insertion = statusLine(commandLine([process.execPath, hookScript(script), 'status', '--line']));
	const found = readSettingsFile(addition.file);
	const isThere = typeof found === 'object' && holdsOurs(found.text, [insertion], isOurs);
	return line === true || isThere ? { ...addition, insertions: [...addition.insertions, insertion] } : addition;
}

/** Whether a client's status line shows something else, which stays. */
export function hasOtherLine(kind: HookKind, at: HooksAt): boolean {
	const { addition } = hooksOf(kind, { ...at, line: true });
	const line = addition.in === 'json' ? addition.insertions.filter(({ yields }) => yields) : [];
	const found = readSettingsFile(addition.file);
	return typeof found === 'object' && holdsOurs(found.text, line, (value) => !isOurs(value));
}

export const hooksState = (kind: HookKind, at: HooksAt): ReturnType<typeof stateOf> => stateOf(at.home, hooksOf(kind, at));

function placeOf(kind: HookKind, { home, env, script }: HooksAt): HookPlace {
	const program = (moment: Moment) => [process.execPath, hookScript(script), kind, moment];
	return {
		home,
		env,
		program,
		command: (moment) => commandLine(program(moment)),
		powershell: (moment) => `& ${program(moment).map(powershellWord).join(' ')}`,
	};
}

/** Beside `pylon`, which may be a link to it; from the sources it is a source too. */
export function hookScript(script: string): string {
	const real = ifReadable(() => realpathSync(script)) ?? script;
	return join(dirname(real), real.endsWith('.ts') ? 'pylon-hook.ts' : 'pylon-hook.cjs');
}

/** A Node or a Pylon that is gone one day is no failure of the client's. */
export function commandLine(words: readonly string[], platform: NodeJS.Platform = process.platform): string {
	if (platform === 'win32') return words.map((word) => (/^[\w.:\\/-]+$/.test(word) ? word : `"${word}"`)).join(' ');
	return `${words.map(shellWord).join(' ')} 2>/dev/null || true`;
}

const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
const powershellWord = (word: string): string => `'${word.replaceAll("'", "''")}'`;
