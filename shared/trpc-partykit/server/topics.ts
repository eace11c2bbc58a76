/** Who gets what is published: the listed subscriptions, by topic. In memory; after the room's sleep it is filled again from the attachments. */
import type { Connection, SubscriptionId } from './attachment.ts';

export interface Listing {
	connection: Connection;
	id: SubscriptionId;
}

export class Topics {
	#byTopic = new Map<string, Set<Listing>>();
	#byConnection = new Map<Connection, Map<SubscriptionId, { listing: Listing; topics: readonly string[] }>>();

	add(connection: Connection, id: SubscriptionId, topics: readonly string[]): void {
		const listing = { connection, id };
		for (const topic of topics) {
			const listings = this.#byTopic.get(topic) ?? new Set();
			this.#byTopic.set(topic, listings.add(listing));
		}
		const own = this.#byConnection.get(connection) ?? new Map();
		this.#byConnection.set(connection, own.set(id, { listing, topics }));
	}

	has = (topic: string): boolean => this.#byTopic.has(topic);
	holds = (connection: Connection, id: SubscriptionId): boolean => this.#byConnection.get(connection)?.has(id) === true;

	/** The topics that it was listed under, if it was. */
	remove(connection: Connection, id: SubscriptionId): readonly string[] | undefined {
		const own = this.#byConnection.get(connection);
		const entry = own?.get(id);
		if (own === undefined || entry === undefined) return undefined;
		own.delete(id);
		if (own.size === 0) this.#byConnection.delete(connection);
		for (const topic of entry.topics) {
			const listings = this.#byTopic.get(topic);
			listings?.delete(entry.listing);
			if (listings?.size === 0) this.#byTopic.delete(topic);
		}
		return entry.topics;
	}

	removeAll(connection: Connection): void {
		for (const id of [...(this.#byConnection.get(connection)?.keys() ?? [])]) this.remove(connection, id);
	}

	of = (topic: string): Iterable<Listing> => this.#byTopic.get(topic) ?? [];
}
