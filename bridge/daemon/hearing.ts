/** What agents themselves ask the bridge, and what their hooks and announcements add to what is known of them. */
import type { Manner } from '../../shared/manners.ts';
import type { OwnAgents } from '../changes/own-agents.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import type { KnownAgent } from '../warn/known-agent.ts';
import { Plans } from '../warn/plans.ts';
import type { Inquiry } from '../warn/question.ts';
import { SessionStates } from '../warn/session-states.ts';
import { Warner } from '../warn/warner.ts';
import type { RoomBridge } from './room-bridge.ts';

export interface HearingOptions {
	clock: () => number;
	signal: AbortSignal;
	rooms: () => readonly RoomBridge[];
	/** This machine's own, compared among themselves. */
	own: Pick<OwnAgents, 'told' | 'met' | 'meeting'>;
	manner: () => Manner;
	/** Something was told of this machine's agents. */
	onChange: () => void;
}

export class Hearing {
	readonly #rooms: () => readonly RoomBridge[];
	readonly #plans: Plans;
	readonly #states = new SessionStates();
	readonly #warner: Warner;
	readonly #compared: HearingOptions['own'];
	/** With what has become of their changes, and their lines where they were compared. */
	#own: readonly LocalAgent[] = [];
	#ids: { of: readonly LocalAgent[]; ids: ReadonlySet<string> } = { of: [], ids: new Set() };

	constructor({ clock, signal, rooms, own, manner, onChange }: HearingOptions) {
		this.#rooms = rooms;
		this.#compared = own;
		this.#plans = new Plans({ clock, signal, onChange });
		this.#warner = new Warner({
			clock,
			plans: this.#plans,
			manner,
			onSession: (agentId, state) => {
				this.#states.tell(agentId, state, clock());
				onChange();
			},
			onBusy: (agentId) => {
				if (this.#states.goesOn(agentId)) onChange();
			},
			knowledge: {
				own: () => this.#own,
				agents: (repo) => this.#agents(repo),
				meets: (agentId, path) => new Set([own, ...rooms()].flatMap((each) => each.met(agentId, path))),
				*meeting() {
					yield* own.meeting();
					for (const room of rooms()) yield* room.meeting();
				},
				attend: (root, repo) => Promise.all(rooms().map((room) => room.attend(root, repo))),
			},
		});
	}

	answer(inquiry: Inquiry): Promise<unknown> {
		return this.#warner.answer(inquiry);
	}

	show(own: readonly LocalAgent[]): void {
		this.#own = this.#compared.told(own);
	}

	/** The agents as their files tell of them, with what they said otherwise. */
	added(agents: readonly LocalAgent[]): readonly LocalAgent[] {
		if (this.#states.isEmpty && this.#plans.isEmpty) return agents;
		return agents.map((agent) => {
			const more = { ...this.#states.of(agent), ...plannedOf(this.#plans.of(agent.agentId)) };
			return Object.keys(more).length === 0 ? agent : withFacts(agent, more);
		});
	}

	*#agents(repo: string): Iterable<KnownAgent> {
		for (const facts of this.#own) if (facts.repo === repo) yield { who: 'you', person: 'you', isAway: false, ahead: 0, facts };
		const ids = this.#ownIds();
		for (const room of this.#rooms()) yield* room.others(repo, ids);
	}

	/** Worked out once for each list. */
	#ownIds(): ReadonlySet<string> {
		if (this.#ids.of !== this.#own) this.#ids = { of: this.#own, ids: new Set(this.#own.map(({ agentId }) => agentId)) };
		return this.#ids.ids;
	}
}

const plannedOf = (planned: LocalAgent['planned']) => (planned === undefined ? {} : { planned });

/** Its own getters stay: what nobody asks for is not worked out. */
function withFacts(agent: LocalAgent, more: Partial<LocalAgent>): LocalAgent {
	const values = Object.fromEntries(Object.entries(more).map(([name, value]) => [name, { value, enumerable: true }]));
	return Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(agent), ...values }) as LocalAgent;
}
