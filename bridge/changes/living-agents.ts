/**
 * This machine's agents, with what has become of what they edited. Git is asked again when agents did something and every few seconds,
 * where something changed since; a listing never waits for it.
 */
import type { LocalAgent, LocalTouch } from '../local-agents/local-agent.ts';
import { ChangeWatch } from './change-watch.ts';
import type { Edit, Fate } from './edit.ts';

/** What merges, fetches and saves of people change is seen within this. */
const LOOK_EVERY_MS = 5_000;
/** What comes close together is looked at once. */
const SETTLE_MS = 100;

export interface LivingAgentsOptions {
	clock: () => number;
	signal: AbortSignal;
	/** Something else is known of a change than before. */
	onChange: () => void;
	onError: (error: unknown) => void;
}

/** Where a living change is: what whoever compares lines reads. */
export interface LivingChange {
	edit: Edit;
	fate: Extract<Fate, { is: 'alive' }>;
}

const MODES = { alive: 'alive', over: 'landed', unknown: 'edit' } as const satisfies Record<Fate['is'], LocalTouch['mode']>;

export class LivingAgents {
	readonly #options: LivingAgentsOptions;
	readonly #watch = new ChangeWatch();
	#agents: readonly LocalAgent[] = [];
	/** By agent and path. */
	#fates = new Map<string, { edit: Edit; fate: Fate }>();
	#timer: NodeJS.Timeout | undefined;
	#isLooking = false;

	constructor(options: LivingAgentsOptions) {
		this.#options = options;
		const every = setInterval(() => this.look(), LOOK_EVERY_MS);
		options.signal.addEventListener('abort', () => {
			clearInterval(every);
			clearTimeout(this.#timer);
		});
	}

	show(agents: readonly LocalAgent[]): void {
		this.#agents = agents;
		this.look();
	}

	list(): LocalAgent[] {
		return this.#agents.map((agent) => this.#judged(agent));
	}

	/** The change of an agent in a file, where it is alive. */
	changeOf(agentId: string, path: string): LivingChange | undefined {
		const known = this.#fates.get(keyOf(agentId, path));
		return known?.fate.is === 'alive' ? { edit: known.edit, fate: known.fate } : undefined;
	}

	/** Soon, and once for all who ask meanwhile. */
	look(): void {
		if (this.#timer !== undefined || this.#options.signal.aborted) return;
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			if (this.#isLooking) return this.look();
			this.#isLooking = true;
			this.#look()
				.catch(this.#options.onError)
				.finally(() => {
					this.#isLooking = false;
				});
		}, SETTLE_MS);
	}

	async #look(): Promise<void> {
		const edits = new Map(this.#agents.flatMap((agent) => editsOf(agent)));
		const fates = await this.#watch.fates([...edits.values()], this.#options.clock());
		const before = this.#fates;
		this.#fates = new Map([...edits].map(([key, edit]) => [key, { edit, fate: fates.get(edit) ?? { is: 'unknown' } }]));
		const isNews = [...this.#fates].some(([key, { fate }]) => !isSameFate(before.get(key)?.fate, fate));
		if (isNews && !this.#options.signal.aborted) this.#options.onChange();
	}

	#judged(agent: LocalAgent): LocalAgent {
		const { agentId } = agent;
		const touches = agent.touches.map((touch) => {
			const known = touch.mode === 'edit' ? this.#fates.get(keyOf(agentId, touch.path)) : undefined;
			return known === undefined ? touch : { ...touch, mode: MODES[known.fate.is] };
		});
		// Its own getters stay: what nobody asks for is not worked out.
		const properties = { ...Object.getOwnPropertyDescriptors(agent), touches: { value: touches, enumerable: true } };
		return Object.defineProperties({}, properties) as LocalAgent;
	}
}

const keyOf = (agentId: string, path: string): string => `${agentId}\0${path}`;

function editsOf({ agentId, top, root, branch, touches }: LocalAgent): [string, Edit][] {
	if (top === undefined || root === undefined) return [];
	const edited = touches.filter(({ mode }) => mode === 'edit');
	return edited.map(({ path, at }) => [keyOf(agentId, path), { worktreeTop: top, root, branch, path, at }]);
}

const isSameFate = (one: Fate | undefined, other: Fate): boolean => JSON.stringify(one) === JSON.stringify(other);
