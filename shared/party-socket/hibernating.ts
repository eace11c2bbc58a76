/**
 * A subscription that needs no memory: its first value now, and whatever is published to its topic later, also after
 * the room has slept. A procedure returns one; `PartySocketAdapter` keeps its id and topic with the connection.
 */
export class HibernatingSubscription<Value> implements AsyncIterable<Value, void, undefined> {
	readonly topic: string;
	readonly first: Value;

	constructor(topic: string, first: Value) {
		this.topic = topic;
		this.first = first;
	}

	/** For adapters that do not know this class: the first value, then the end. */
	async *[Symbol.asyncIterator](): AsyncGenerator<Value, void, undefined> {
		yield this.first;
	}
}
