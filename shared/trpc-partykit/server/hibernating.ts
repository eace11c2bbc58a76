import { Serialised } from './serialised.ts';

/**
 * A subscription that needs no memory: its first value now, and whatever is published to its topics later, also after
 * the room has slept. A procedure returns one; `PartySocket` keeps its id and topics with the connection.
 */
export class HibernatingSubscription<Value> implements AsyncIterable<Value, void, undefined> {
	readonly topics: readonly string[];
	/** Called when the subscription is listed under its topics, so that nothing is published between the two. */
	readonly first: () => Value | Serialised<Value>;

	constructor(topics: readonly string[], first: () => Value | Serialised<Value>) {
		this.topics = topics;
		this.first = first;
	}

	/** For adapters that do not know this class: the first value, then the end. */
	async *[Symbol.asyncIterator](): AsyncGenerator<Value, void, undefined> {
		const first = this.first();
		yield first instanceof Serialised ? (JSON.parse(first.text) as Value) : first;
	}
}
