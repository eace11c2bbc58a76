/** Collisions between one's own worktrees for a board that stays: judged again when agents did something, and for what people do now and then. */
import { rivalsAmong } from '../changes/rivals.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import type { Shell } from '../terminal/shell.ts';
import type { Contested } from './collision-lines.ts';
import type { OwnCollisions } from './own-collisions.ts';

/** Saves, commits and merges of people are seen within this. Where nothing changed git is asked nothing. */
const LOOK_EVERY_MS = 5_000;

export class OwnCollisionsFollower {
	readonly #clock: () => number;
	readonly #onChange: (found: Contested | undefined) => void;
	#agents: readonly LocalAgent[] = [];
	#own: OwnCollisions | undefined;
	/** One look at a time; `isDue`: something came meanwhile. */
	#isLooking = false;
	#isDue = false;
	#found: string | undefined;

	constructor({ clock, signal }: Pick<Shell, 'clock' | 'signal'>, onChange: (found: Contested | undefined) => void) {
		this.#clock = clock;
		this.#onChange = onChange;
		const timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
		signal.addEventListener('abort', () => clearInterval(timer), { once: true });
	}

	show(agents: readonly LocalAgent[]): void {
		this.#agents = agents;
		void this.#look();
	}

	async #look(): Promise<void> {
		this.#isDue = true;
		if (this.#isLooking) return;
		this.#isLooking = true;
		try {
			while (this.#isDue) {
				this.#isDue = false;
				this.#tell(await this.#contested());
			}
		} finally {
			this.#isLooking = false;
		}
	}

	async #contested(): Promise<Contested | undefined> {
		if (rivalsAmong(this.#agents).length === 0) return undefined;
		this.#own ??= new (await import('./own-collisions.ts')).OwnCollisions();
		return this.#own.contested(this.#agents, this.#clock());
	}

	#tell(found: Contested | undefined): void {
		const collisions = JSON.stringify(
			found?.collisions.map((each) => ({ ...each, contenders: each.contenders.map(({ age, ...who }) => who) })),
		);
		if (collisions !== this.#found) this.#onChange(found);
		this.#found = collisions;
	}
}
