/** What the door tells a room along with a request, in headers. A sender's own of these names never get through it. */

/** Where the request comes from. */
export const FROM = 'x-pylon-from';

/** Partyserver and PartyKit take orders from headers too. */
const ORDERS = /^x-(pylon|partykit)-/i;

export function withOrders(sent: Headers, from: string): Headers {
	const headers = new Headers(sent);
	for (const name of [...headers.keys()]) if (ORDERS.test(name)) headers.delete(name);
	headers.set(FROM, from);
	return headers;
}
