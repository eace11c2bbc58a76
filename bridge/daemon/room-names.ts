/** What the people of a room are called, asked of the relay when somebody is not known yet. */
import { operatorApi } from '../../shared/api/operator.ts';
import type { RelayClient } from '../../shared/relay.ts';
import { parseAnswer } from '../rooms/relay-answer.ts';

/** Whom the relay did not name is asked for again after this long. */
const ASK_AGAIN_MS = 60_000;

export class RoomNames {
	readonly #server: string;
	readonly #client: RelayClient;
	readonly #onError: (error: unknown) => void;
	#names = new Map<string, string>();
	#mayBeOld = false;
	#askedAt = Number.NEGATIVE_INFINITY;
	#asking: Promise<void> | undefined;

	constructor(server: string, client: RelayClient, onError: (error: unknown) => void) {
		this.#server = server;
		this.#client = client;
		this.#onError = onError;
	}

	of(operatorId: string): string | undefined {
		return this.#names.get(operatorId);
	}

	/** Resolves when these people are known, as far as the relay says. */
	async learn(operatorIds: Iterable<string>): Promise<void> {
		const isMissing = this.#mayBeOld || [...operatorIds].some((id) => !this.#names.has(id));
		if (!isMissing || performance.now() - this.#askedAt < ASK_AGAIN_MS) return this.#asking;
		this.#askedAt = performance.now();
		this.#asking = this.#ask().finally(() => {
			this.#asking = undefined;
		});
		return this.#asking;
	}

	/** On a new connection: somebody may be called otherwise by now. */
	doubt(): void {
		this.#askedAt = Number.NEGATIVE_INFINITY;
		this.#mayBeOld = true;
	}

	async #ask(): Promise<void> {
		try {
			const people = parseAnswer(this.#server, operatorApi.list.out, await this.#client.operator.list.query());
			this.#mayBeOld = false;
			this.#names = new Map(people.map(({ operatorId, name }) => [operatorId, name]));
		} catch (error) {
			this.#onError(error);
		}
	}
}
