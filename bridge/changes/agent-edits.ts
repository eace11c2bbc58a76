/** What an agent of this machine edited, and how that is told once git has said what became of it. */
import type { LocalAgent, LocalTouch } from '../local-agents/local-agent.ts';
import { counts, type Edit, type Fate } from './edit.ts';
import type { AgentEdits } from './remembered-edits.ts';

export interface JudgedEdit {
	edit: Edit;
	fate: Fate;
}

/** Where a living change is. */
export interface LivingChange {
	edit: Edit;
	fate: Extract<Fate, { is: 'alive' }>;
}

const MODES = { alive: 'alive', over: 'landed', unknown: 'edit' } as const satisfies Record<Fate['is'], LocalTouch['mode']>;

/** `path`: its real one. */
export const keyOf = (agentId: string, path: string): string => `${agentId}\0${path}`;
export const isLiving = (edit: Edit, fate: Fate, now: number): boolean => fate.is === 'alive' && counts(edit, fate, now);

/** Its edits alone: a read lives nowhere. By their real names, whatever is told of them. */
export function editsOf(agent: LocalAgent): AgentEdits {
	const { agentId, kind, top, root, touches, realNames } = agent;
	if (top === undefined || root === undefined) return { agentId, kind, edits: [] };
	const branch = agent.branch && (realNames.get(agent.branch) ?? agent.branch);
	const edited = touches.filter(({ mode }) => mode === 'edit');
	return {
		agentId,
		kind,
		edits: edited.map(({ path, at }) => ({ worktreeTop: top, root, branch, path: realNames.get(path) ?? path, at })),
	};
}

/** `known`: what was found of the edit of a path, by its real name. */
export function judgedTouches(agent: LocalAgent, known: (path: string) => JudgedEdit | undefined, now: number): LocalTouch[] {
	return agent.touches.map((touch) => {
		const found = touch.mode === 'edit' ? known(agent.realNames.get(touch.path) ?? touch.path) : undefined;
		if (found === undefined) return touch;
		const mode = found.fate.is === 'alive' && !isLiving(found.edit, found.fate, now) ? 'landed' : MODES[found.fate.is];
		return { ...touch, mode };
	});
}
