/** What outlives the room's sleep: it travels with the connection, which keeps at most 2,048 bytes. */
import { z } from 'zod';

const id = z.union([z.string().max(64), z.number()]);
export type SubscriptionId = z.infer<typeof id>;

const attachment = z.object({
	/** Before `connectionParams` arrived, where they are expected. */
	awaitsParams: z.boolean(),
	/** What `authenticate` returned: any JSON. */
	identity: z.json().optional(),
	/** Subscriptions that live on by their topics. */
	listed: z.array(z.tuple([id, z.array(z.string())])),
	/** Subscriptions that run in memory, and are lost with it. */
	running: z.array(id),
});
export type Attachment = z.infer<typeof attachment>;

/** What of PartyKit's connection is used here; a Durable Object's WebSocket is easily made to fit. */
export interface Connection {
	readonly readyState: number;
	readonly state: unknown;
	setState(state: unknown): unknown;
	send(message: string): void;
	close(code?: number, reason?: string): void;
}

/** `undefined` where the connection was never accepted. */
export function attachmentOf(connection: Connection): Attachment | undefined {
	return attachment.safeParse(connection.state).data;
}
