/**
 * What hooks tell of sessions at once: that one waits for its human, that its turn or the session has ended. The files that agents write
 * stay the source of everything else: whatever they say later counts. SPEC A14.
 */
import { SILENT_MS } from '../../shared/limits.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import type { SessionState } from './question.ts';

export class SessionStates {
	/** By agent; the oldest stand first. */
	readonly #told = new Map<string, { state: SessionState; at: number }>();

	tell(agentId: string, state: SessionState, now: number): void {
		this.#told.delete(agentId);
		this.#told.set(agentId, { state, at: now });
		for (const [id, { at }] of this.#told) {
			if (now - at <= SILENT_MS) return;
			this.#told.delete(id);
		}
	}

	/** It goes on: what its hooks told of it is over. Whether there was anything. */
	goesOn(agentId: string): boolean {
		return this.#told.delete(agentId);
	}

	get isEmpty(): boolean {
		return this.#told.size === 0;
	}

	/** Its status and since when, where a hook told of it after its files did. */
	of(agent: LocalAgent): Pick<LocalAgent, 'status' | 'statusSince'> | undefined {
		const told = this.#told.get(agent.agentId);
		if (told === undefined || told.at < saidAt(agent) || agent.status === 'error') return undefined;
		const status = told.state === 'waiting' ? 'waiting' : 'idle';
		return status === agent.status ? undefined : { status, statusSince: told.at };
	}
}

/** When its files said something last: that they leave its status open after some silence is no word of theirs. */
const saidAt = ({ status, statusSince, lastActive }: LocalAgent): number =>
	status === 'unknown' ? lastActive : Math.max(lastActive, statusSince);
