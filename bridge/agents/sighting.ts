/**
 * What a reader learned from one record of a session file. Everything that later code can know of a session is named here:
 * a reader cannot hand on what has no field, and no field holds words of a prompt, a reply, a command or its output.
 */
import type { StepState, TouchMode } from '../../shared/report/facts.ts';

export interface PlanStep {
	subject: string;
	state: StepState;
}

/** Of the plan's step with the agent's own id. A state of undefined leaves it; null removes the step. */
export interface StepChange {
	id: string;
	subject?: string;
	state?: StepState | null;
}

/** A tool call: what it touches if it succeeds. */
export interface Call {
	id: string;
	action: Action;
	touches: Touched[];
	/** The plan that holds once the call is answered well, or what changes of it then. */
	plan?: PlanStep[];
	steps?: StepChange[];
}

/** Absolute, or relative to the working directory. */
export interface Touched {
	path: string;
	mode: TouchMode;
}

export interface Answer {
	call: string;
	/** `worded`: in words alone, which is how a tool says that it has failed and how one answers that only tells. An edit that is answered so was none. */
	outcome: 'done' | 'failed' | 'denied' | 'worded';
	/** Of the paths that the call names, those that it failed with. */
	except?: string[];
	/** Where only the answer says what was touched. */
	touches?: Touched[];
	/** The touches are all that differs from how it was then, ms, whoever made it so. */
	since?: number;
}

export type Verb = 'edit' | 'read' | 'search' | 'run' | 'browse' | 'delegate' | 'plan' | 'ask';

/** For the generic phrase that stands where there is neither plan nor title. */
export interface Action {
	verb: Verb;
	/** As the record has it: absolute, or relative to the working directory. */
	path?: string;
}

/**
 * What the record says of the turn. `began`: a record will announce its end, so that until then it works, whatever other records say.
 * `settled`: a reply that may be the last of its turn or be followed by more. `asking`: the turn waits for its human. `held`: a tool
 * that begins at once where it may has not begun. `open`: a tool was called that may take its time, or wait until its human allows it,
 * and no record says which. `unsure`: a reply, and no record will say whether it was the last.
 */
export type Turn = 'began' | 'working' | 'settled' | 'asking' | 'held' | 'open' | 'unsure' | 'ended' | 'failed';

export interface Tokens {
	/** Uncached input and cache writes. */
	input: number;
	/** Cache reads. */
	cached: number;
	output: number;
}

export interface Sighting {
	/** The record's own time, ms. */
	at?: number;
	/** The agent's version. */
	version?: string;
	/** The session that the file belongs to, where its name does not say. */
	session?: string;
	/** The session whose subagent this one is: it is folded into that one. */
	parent?: string;
	cwd?: string;
	branch?: string;
	/** A worktree that was made for it: its top, and a folder of the repository that it was made from. */
	madeWorktree?: { top: string; from: string };
	/** A title that the agent made. Never one that may be a prompt's words. */
	title?: string;
	/** The whole plan, anew. */
	plan?: PlanStep[];
	/** Changes of single steps of the plan. */
	steps?: StepChange[];
	calls?: Call[];
	answers?: Answer[];
	/** The last action, where no call names it. */
	action?: Action;
	/** Errors that are no call's. */
	errors?: number;
	/**
	 * `once`: of the message with this key, which other records and other files may repeat: the last one counts, once.
	 * `session`: of the whole session so far. `total`: of the process so far. `last`: of the latest reply alone, which is in both;
	 * `restart`: a process knows no count yet.
	 */
	tokens?:
		| ({ once: string } & Tokens)
		| ({ session: true; last?: Tokens } & Tokens)
		| ({ total: true; last?: Tokens } & Tokens)
		| { restart: true };
	/** A key that a copy of this record in another session's file repeats. */
	identity?: string;
	/** With `session`: the one that it was forked from, whose history its file may repeat; `isBare` where it does not. */
	origin?: string;
	isBare?: true;
	/** When the session was created, ms. What is older is a copy. */
	born?: number;
	/** With `session`: the place where a copied history ends. */
	ownFromOrdinal?: number;
	/** The record's place in its file, where records carry one. */
	ordinal?: number;
	/** The session that wrote this record first. */
	thread?: string;
	/** When the turn began that this record is of, ms, as its id has it. */
	turnAt?: number;
	/** A key that a copy of this record repeats in the file of a session that says which one it repeats. */
	mark?: string;
	/** This record was copied from another session: its activity is not this one's. */
	copied?: boolean;
	/** `over`: however it went, so that one that failed has failed. */
	turn?: Turn | 'over';
	/** What its human is asked from now on, by id, a call's where it is about one: until it is answered the turn waits, whatever else of it goes on. */
	asks?: string[];
	/** Which of that is answered; `all`: nothing is asked any more. */
	answered?: string[] | 'all';
	/** Whether its human is asked for anything from now on: where not, no tool waits. */
	mayAsk?: boolean;
	/** A record type that is not known, for the report of drift. */
	unknown?: string;
}
