/**
 * What is known of one client's hooks: how it says what its agent is about to do, what reaches its model, and where its settings lie.
 * Free of zod, as all that a hook loads: it runs before each edit.
 */
import type { AgentKind } from '../../shared/report/facts.ts';
import type { HookAnswer } from '../warn/question.ts';

/**
 * Why a hook is called. It stands in the command that the client runs, so that an input's own name for it is not needed. `after`: an edit
 * was made. `waiting`, `ended`, `gone`: of the session, for its human, its turn, itself.
 */
export const MOMENTS = ['start', 'before', 'after', 'waiting', 'ended', 'gone'] as const;
export type Moment = (typeof MOMENTS)[number];

/** What a client writes to a hook's standard input, parsed. Only what is named below is looked at. */
export type HookInput = Readonly<Record<string, unknown>>;

/** What Pylon puts into a client's settings, and takes out again. */
export type Addition =
	/** Into a JSON file of the user's; `isNew` is what it is made of where there is none. */
	| { in: 'json'; file: string; isNew: string; insertions: readonly Insertion[] }
	/** To the end of a TOML file of the user's. */
	| { in: 'toml'; file: string; text: string }
	/** A file of ours beside the user's. */
	| { in: 'file'; file: string; text: string };

export interface Insertion {
	/** Where: the way to a list that gets `value` as its last item, or to a member that is `value`. */
	at: readonly string[];
	value: unknown;
	as: 'item' | 'member';
	/** A member of the user's own in that place stays, and ours is not put there. */
	yields?: true;
}

export interface HookPlace {
	home: string;
	env: NodeJS.ProcessEnv;
	/** The command that the client runs at that moment. */
	command: (moment: Moment) => string;
	/** For PowerShell. */
	powershell: (moment: Moment) => string;
	/** The same as a program and its arguments. */
	program: (moment: Moment) => readonly string[];
}

export interface HookClient {
	kind: AgentKind;
	/** Its folder: where that is, the client is taken to be installed. */
	folder(at: { home: string; env: NodeJS.ProcessEnv }): string;
	addition(place: HookPlace): Addition;
	/** Where it shows the line of a command, if it can, and nobody has one there. */
	statusLine?(command: string): Insertion;
	/** Whether its model hears at that moment, and whether it can leave an edit to the human. */
	hears: readonly Moment[];
	asks: boolean;
	/** The files that the tool is about to change; empty where it is no edit. */
	paths(input: HookInput): string[];
	/** What it is to be answered on standard output. */
	reply(moment: Moment, answer: HookAnswer): object;
	/** What the user has to do besides, once. */
	afterwards?: string;
}

/** A text among the input, else undefined. */
export function textIn(input: unknown, ...names: string[]): string | undefined {
	if (typeof input !== 'object' || input === null) return undefined;
	const values = names.map((name) => (input as HookInput)[name]);
	return values.find((value): value is string => typeof value === 'string' && value !== '');
}

/** The files that a patch in the form of `apply_patch` names. */
export function patchedPaths(patch: string | undefined): string[] {
	const headers = patch?.matchAll(/^\*\*\* (?:Add File|Update File|Delete File|Move to): (.+)$/gm) ?? [];
	return [...headers].flatMap(([, path = '']) => path.trim() || []);
}

/** An item of a list of hooks. */
export const itemAt = (event: string, value: object): Insertion => ({ at: ['hooks', event], value, as: 'item' });

export const listed = (path: string | undefined): string[] => (path === undefined ? [] : [path]);
