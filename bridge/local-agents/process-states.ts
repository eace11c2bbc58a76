/** Whether the processes of sessions are alive: as registries and locks say now, and what follows where a session is in them no more. */
import { dirname, join } from 'node:path';
import type { AgentKind } from '../../shared/report/facts.ts';
import type { AgentReader, KnownSession, ProcessState } from '../agents/agent-reader.ts';
import { isUnreadable } from '../base/missing-file.ts';
import type { Session } from '../sessions/session.ts';
import type { Root } from '../sessions/session-search.ts';
import { doingOf } from './project.ts';

type States = Map<string, ProcessState>;

interface Reading {
	/** By session. */
	states: States;
	/** One session of each root whose registry cannot be read: nothing is known of its processes. */
	unreadable: readonly Session[];
}

type CountUnreadable = (reader: AgentReader<AgentKind>, folder: string) => void;

export class ProcessStates {
	readonly #countUnreadable: CountUnreadable;
	/** By root, by session, as they were in the last round. */
	readonly #before = new Map<string, States>();
	/** Sessions that were seen alive and are in no registry any more, and since when, ms. */
	readonly #ended = new Map<string, number>();

	constructor(countUnreadable: CountUnreadable) {
		this.#countUnreadable = countUnreadable;
	}

	/** By session, as they are now. */
	now(sessions: readonly Session[], now: number): ReadonlyMap<string, ProcessState> {
		return this.#read(sessions, now).states;
	}

	#read(sessions: readonly Session[], now: number): Reading {
		const { states, unreadable } = readStates(sessions);
		for (const { reader, root } of unreadable) this.#countUnreadable(reader, join(root, ...(reader.processFolder ?? [])));
		for (const [key, { isUnlisted }] of states) {
			if (!isUnlisted) this.#ended.delete(key);
			else if (!this.#ended.has(key)) this.#ended.set(key, now);
			// What its registry should name and does not has ended by now.
			if (isUnlisted) states.delete(key);
		}
		return { states, unreadable };
	}

	/** The sessions of a root whose process started, ended or has another status than when this was asked last. */
	changed({ reader, root }: Root, sessions: readonly Session[], now: number): string[] {
		if (!reader.processes || sessions.length === 0) return [];
		const before = this.#before.get(root) ?? new Map<string, ProcessState>();
		const { states, unreadable } = this.#read(sessions, now);
		this.#before.set(root, states);
		// Of what could not be read nobody knows who is in it no more.
		if (unreadable.length === 0) for (const [key, { alive }] of before) if (alive && !states.has(key)) this.#ended.set(key, now);
		return [...new Set([...before.keys(), ...states.keys()])].filter((key) => !isSame(states.get(key), before.get(key)));
	}

	/** What was known of a session's process in the last round. */
	lastKnown(session: Session): ProcessState | undefined {
		return this.#before.get(session.root)?.get(session.key) ?? this.endOf(session);
	}

	/** A session that left its registry has ended, unless it goes on where there is none. */
	endOf(session: Session): ProcessState | undefined {
		const ended = this.#ended.get(session.key);
		return ended !== undefined && doingOf(session).lastAt <= ended ? { alive: false } : undefined;
	}
}

/** Whether a path is where a reader looks for processes, or in it. */
export function isProcessFile({ reader, root }: Root, path: string): boolean {
	if (!reader.processFolder) return false;
	const folder = join(root, ...reader.processFolder);
	return path === folder || dirname(path) === folder;
}

function isSame(one: ProcessState | undefined, other: ProcessState | undefined): boolean {
	return one?.alive === other?.alive && one?.status === other?.status && one?.since === other?.since;
}

/** Processes over there, and in containers, are numbered on their own: nothing is known of them. */
function readStates(sessions: readonly Session[]): Reading {
	const states: States = new Map();
	const unreadable: Session[] = [];
	const groups = Map.groupBy(sessions, ({ reader, root }) => `${reader.kind}\n${root}`);
	for (const group of groups.values()) {
		const { reader, root, isBeyond } = group[0] as Session;
		if (isBeyond) continue;
		const known = new Map(group.map((session) => [session.id, knownOf(session)]));
		const found = processesOf(reader, root, known);
		if (found === 'unreadable') unreadable.push(group[0] as Session);
		else for (const [id, state] of found) states.set(`${reader.kind}:${id}`, state);
		for (const { key, own } of group) if (own?.isInContainer) states.delete(key);
	}
	return { states, unreadable };
}

function processesOf(reader: AgentReader<AgentKind>, root: string, known: ReadonlyMap<string, KnownSession>): States | 'unreadable' {
	try {
		return reader.processes?.(root, known) ?? new Map();
	} catch (error) {
		if (isUnreadable(error)) return 'unreadable';
		throw error;
	}
}

function knownOf({ own, all, path }: Session): KnownSession {
	const lastAt = all.reduce((last, trace) => Math.max(last, trace.lastAt), 0);
	return { version: own?.version ?? '?', file: path, firstAt: own?.firstAt ?? 0, lastAt };
}
