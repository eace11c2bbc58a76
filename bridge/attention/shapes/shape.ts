import type { Message } from '../message.ts';

/** How one kind of service wants to be told. What others wrote is no markup there, and mentions nobody. */
export interface Shape {
	/** As its makers call it. */
	name: string;
	/** Whether an address is of this kind, where that can be seen. */
	isAt(address: URL): boolean;
	request(message: Message): { headers: Record<string, string>; body: string };
}

export const asJson = (value: unknown) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) });
