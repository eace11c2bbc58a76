/** A session's state as a local agent, by allow-list: what is not written here does not get further. */

import { posix } from 'node:path';
import { PLAN_MAX_STEPS, TOUCHES_MAX } from '../../shared/limits.ts';
import type { AgentKind, AgentStatus } from '../../shared/report/facts.ts';
import { TEXT_MAX } from '../../shared/report/facts.ts';
import { keptTouches } from '../../shared/room/fold.ts';
import type { ProcessState } from '../agents/agent-reader.ts';
import type { Action, PlanStep, Tokens, Turn } from '../agents/sighting.ts';
import { absolutePath } from '../base/agent-path.ts';
import { isPrintable, plainLine } from '../base/plain-line.ts';
import { sha256 } from '../base/sha256.ts';
import type { RepositoryName } from '../git/repository.ts';
import { branchOf, resolved, type Worktree, type Worktrees } from '../git/worktree.ts';
import { activityOf } from '../sessions/activity.ts';
import type { Session } from '../sessions/session.ts';
import { type Doing, statusAt } from '../sessions/status.ts';
import type { Trace } from '../sessions/trace.ts';
import { type LocalAgent, type LocalTouch, realNamesOf } from './local-agent.ts';
import { pathWithin, type Workplace, worktreeIdOf } from './place.ts';

/** A session with a record within this is on the branch that is checked out, if its records do not say another. */
const BRANCH_FRESH_MS = 30 * 60_000;

/** What was looked up around a session, so that projecting it decides and does nothing else. */
export interface Surroundings {
	worktree: Worktree | undefined;
	/** The top of its own worktree, where that was removed. */
	removed?: string;
	name: RepositoryName | undefined;
	worktrees: Worktrees;
	/** What its paths are relative to, and what it touched there, newest first. */
	workplace: Workplace;
	touches: readonly LocalTouch[];
	process: ProcessState | undefined;
	/** The plan in a sidecar file. */
	plan: PlanStep[] | undefined;
	/** Paths that are not reported: ignored, generated, lock files. */
	isExcluded: (path: string) => boolean;
	/** The text without credentials. */
	masked: (text: string) => string;
	now: number;
}

export function agentIdOf(kind: AgentKind, session: string): string {
	return sha256(`${kind}:${session}`).slice(0, 16);
}

/** A subagent that goes on in the background, after its parent's turn, is still the session's work. */
export function doingOf(session: Session): Doing {
	const { all } = session;
	const main = mainOf(session);
	const lastAt = Math.max(...all.map((trace) => trace.lastAt));
	const isResting = main.turn === 'ended' || main.turn === 'settled';
	const background = isResting ? all.find(({ turn, lastAt: at }) => isAtWork(turn) && at > main.turnSince) : undefined;
	const { turn, turnSince } = background ?? main;
	return { turn, turnSince, lastAt };
}

const isAtWork = (turn: Turn | undefined): boolean => turn === 'working' || turn === 'began' || turn === 'open';

/** The trace that speaks for the session. */
export function mainOf({ own, all }: Session): Trace {
	return own ?? newest(all);
}

export function project(session: Session, around: Surroundings): LocalAgent | undefined {
	const main = mainOf(session);
	if (main.cwd === undefined) return undefined;
	const { status, since } = statusAt(doingOf(session), around.process, around.now);
	const lastAt = Math.max(...session.all.map((trace) => trace.lastAt));
	const text = (words: string, max: number) => plainLine(around.masked(words), max);
	const repo = around.name === undefined ? undefined : text(around.name.repo, TEXT_MAX.repo);
	const touches = shared(around.touches, around.isExcluded);
	const plan = planOf(around.plan ?? main.plan, text);
	const branch = branchNow(main, around, lastAt);
	const toldBranch = branch && text(branch, TEXT_MAX.branch);
	const taskOfTouches = (some: readonly LocalTouch[]) => taskOf(plan, main, status, some, around, text);
	const task = taskOfTouches(touches);
	const taskWithoutReads = taskOfTouches(touches.filter(({ mode }) => mode !== 'read'));
	const told = touches.map((touch) => ({ ...touch, path: around.masked(touch.path) }));
	return {
		// Worked out by who asks: the board shows none.
		get agentId() {
			return agentIdOf(session.reader.kind, session.id);
		},
		/** Worked out by who asks, too. */
		get worktree() {
			return around.worktree && worktreeIdOf({ top: around.removed ?? around.worktree.top });
		},
		kind: session.reader.kind,
		status,
		statusSince: since,
		lastActive: lastAt,
		activity: activityOf(session.all.map(({ activity }) => activity)),
		task,
		...(taskWithoutReads !== undefined && taskWithoutReads !== task && { taskWithoutReads }),
		title: main.title && text(main.title, TEXT_MAX.title),
		plan,
		// It is said to the bridge, and stands in no file.
		planned: undefined,
		repo,
		branch: toldBranch,
		head: around.name?.head && text(around.name.head, TEXT_MAX.head),
		touches: told.map(({ path, mode, at }) => ({ path, mode, at })),
		errors: session.all.reduce((sum, trace) => sum + trace.errors, 0),
		tokens: tokensOf(session.all),
		cwd: main.cwd,
		root: repo === undefined || !around.worktree ? undefined : resolved(around.worktree.root),
		top: around.removed ?? around.worktree?.top,
		realNames: realNamesOf([[toldBranch, branch], ...touches.map(({ path }, index) => [told[index]?.path, path] as const).reverse()]),
	};
}

function newest(traces: Trace[]): Trace {
	return traces.reduce((best, trace) => (trace.lastAt > best.lastAt ? trace : best));
}

/** The texts of agents that may be shared: they are looked through for credentials first. */
export function textsOf(
	session: Session,
	{ name, plan, touches, worktree }: Pick<Surroundings, 'name' | 'plan' | 'touches' | 'worktree'>,
): string[] {
	const main = mainOf(session);
	const steps = plan ?? main.plan ?? [];
	const texts = [main.title, main.branch, worktree && branchOf(worktree), name?.head, name?.repo];
	return [...texts.filter((text) => text !== undefined), ...steps.map(({ subject }) => subject), ...touches.map(({ path }) => path)];
}

type Text = (words: string, max: number) => string | undefined;

function planOf(steps: PlanStep[] | undefined, text: Text): LocalAgent['plan'] {
	const plan = (steps ?? []).flatMap(({ subject, state }) => {
		const line = text(subject, TEXT_MAX.subject);
		return line === undefined ? [] : [{ subject: line, state }];
	});
	return plan.length > 0 ? plan.slice(0, PLAN_MAX_STEPS) : undefined;
}

function branchNow(main: Trace, { worktree, worktrees, removed, now }: Surroundings, lastAt: number): string | undefined {
	if (!worktree || removed !== undefined) return main.branch;
	if (worktree.gitFolder === worktree.commonFolder) return (now - lastAt < BRANCH_FRESH_MS ? branchOf(worktree) : undefined) ?? main.branch;
	// A linked worktree has a branch for itself, whatever records say that were made where its session began: no branch is checked out twice.
	const own = branchOf(worktree);
	const around = own === undefined ? worktrees.at(worktree.root) : undefined;
	return own ?? (around && branchOf(around) === main.branch ? undefined : main.branch);
}

function shared(touches: readonly LocalTouch[], isExcluded: (path: string) => boolean): LocalTouch[] {
	const reported = touches.filter(
		({ path }) => path.length <= TEXT_MAX.path && !path.includes('\\') && isPrintable(path) && !isExcluded(path),
	);
	// Which of its edits live is told later, of those that are here.
	return keptTouches(reported, TOUCHES_MAX, ({ mode }) => mode === 'edit');
}

function tokensOf(traces: Trace[]): Tokens {
	const total = { input: 0, cached: 0, output: 0 };
	for (const { tokens } of traces) {
		total.input += tokens.input;
		total.cached += tokens.cached;
		total.output += tokens.output;
	}
	return total;
}

/** The phrase says what it does: of an agent that does nothing there is none. */
function taskOf(
	plan: LocalAgent['plan'],
	main: Trace,
	status: AgentStatus,
	touches: readonly LocalTouch[],
	around: Surroundings,
	text: Text,
): string | undefined {
	const current = plan?.find(({ state }) => state === 'in_progress')?.subject;
	if (current !== undefined) return current;
	const title = main.title && text(main.title, TEXT_MAX.task);
	if (title) return title;
	return main.action && status !== 'idle' ? phrase(main.action, main.cwd, touches, around) : undefined;
}

const PHRASES: { [V in Action['verb']]: string } = {
	edit: 'Editing a file',
	read: 'Reading a file',
	search: 'Searching the code',
	run: 'Running a command',
	browse: 'Reading the web',
	delegate: 'Waiting for a subagent',
	plan: 'Planning',
	ask: 'Asking a question',
};

/** A file is named only where it is reported as touched too: then the name reveals nothing more. */
function phrase(
	{ verb, path }: Action,
	cwd: string | undefined,
	touches: readonly LocalTouch[],
	{ workplace, worktrees, masked }: Surroundings,
): string {
	if (path === undefined || (verb !== 'edit' && verb !== 'read')) return PHRASES[verb];
	const inside = pathWithin(workplace, absolutePath(path, cwd), worktrees);
	if (inside === undefined || !touches.some((touch) => touch.path === inside)) return PHRASES[verb];
	return plainLine(`${verb === 'edit' ? 'Editing' : 'Reading'} ${posix.basename(masked(inside))}`, TEXT_MAX.task) ?? PHRASES[verb];
}
