/** What this machine's agents say they will edit: each ends by itself, with whoever announced it, or with the session. */
import type { Claim } from '../../shared/report/facts.ts';
import { MINUTE_MS, openPlans, planEnd } from '../../shared/room/planned.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';

type Planned = NonNullable<LocalAgent['planned']>[number];

interface Held extends Planned {
	agentId: string;
	holder: string;
}

export class Plans {
	#held: Held[] = [];
	#timer: NodeJS.Timeout | undefined;
	readonly #clock: () => number;
	readonly #onChange: () => void;

	/** `onChange`: something was announced, or ended. */
	constructor({ clock, signal, onChange }: { clock: () => number; signal: AbortSignal; onChange: () => void }) {
		this.#clock = clock;
		this.#onChange = onChange;
		signal.addEventListener('abort', () => clearTimeout(this.#timer), { once: true });
	}

	get isEmpty(): boolean {
		return this.#held.length === 0;
	}

	/** What an agent plans now; undefined where that is nothing. */
	of(agentId: string): Planned[] | undefined {
		const open = openPlans(this.#held, this.#clock()).filter((each) => each.agentId === agentId);
		return open.length === 0 ? undefined : open.map(({ path, claim, at, minutes }) => ({ path, claim, at, minutes }));
	}

	/** Of a path that it announced before, the latest counts; when it was reserved first stays. Of too many, the latest stay. */
	announce(agentId: string, holder: string, paths: readonly { path: string; claim: Claim }[], minutes: number, most: number): void {
		const now = this.#clock();
		const before = openPlans(this.#held, now).filter((each) => each.agentId === agentId);
		const firstAt = ({ path, claim }: { path: string; claim: Claim }) =>
			before.find((each) => each.path === path && each.claim === claim && planEnd(each) >= now + minutes * MINUTE_MS)?.at ?? now;
		const news = paths.map(({ path, claim }): Held => ({ agentId, holder, path, claim, at: firstAt({ path, claim }), minutes }));
		const kept = before.filter((each) => !news.some(({ path }) => path === each.path));
		this.#held = [...this.#held.filter((each) => each.agentId !== agentId), ...[...news, ...kept].slice(0, most)];
		this.#changed();
	}

	end(isMeant: (held: { agentId: string; holder: string }) => boolean): void {
		const stays = this.#held.filter((each) => !isMeant(each));
		if (stays.length === this.#held.length) return;
		this.#held = stays;
		this.#changed();
	}

	#changed(): void {
		this.#wait();
		this.#onChange();
	}

	/** For the next that ends. */
	#wait(): void {
		clearTimeout(this.#timer);
		const next = Math.min(...this.#held.map(planEnd));
		if (next === Number.POSITIVE_INFINITY) return;
		this.#timer = setTimeout(() => this.#expire(), Math.max(0, next - this.#clock()) + 1);
	}

	#expire(): void {
		this.#held = openPlans(this.#held, this.#clock());
		this.#changed();
	}
}
