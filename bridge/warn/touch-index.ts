/** What an agent's touches are looked through for, worked out once for each list: a question goes through all agents of a repository. */
import type { KnownAgent } from './known-agent.ts';

type Touches = KnownAgent['facts']['touches'];
type Touch = Touches[number];

interface TouchIndex {
	/** Of several of one path, the newest. */
	byPath: ReadonlyMap<string, Touch>;
	/** How many of them are alive. */
	alive: number;
	/** Those that were found to meet others'. */
	meeting: readonly Touch[];
}

const indexes = new WeakMap<Touches, TouchIndex>();

export function indexOf(touches: Touches): TouchIndex {
	const known = indexes.get(touches);
	if (known !== undefined) return known;
	const index = {
		byPath: new Map(touches.toReversed().map((touch) => [touch.path, touch])),
		alive: touches.filter(({ mode }) => mode === 'alive').length,
		meeting: touches.filter(({ meets }) => meets !== undefined && meets.length > 0),
	};
	indexes.set(touches, index);
	return index;
}
