/** Where a request comes from, by what its sender cannot make up. */

/** What of a request tells it. */
export interface Origin {
	/** Who holds the other end of the connection, with its port, as the runtime tells: a proxy, where there is one. */
	peer: string | undefined;
	headers: Headers;
}

/** On Cloudflare, whose edge sets the header. */
export const addressOnCloudflare = ({ headers }: Origin): string => normalised(headers.get('cf-connecting-ip') ?? '');

/** On a machine of one's own: the other end of the connection. */
export const addressOfPeer = ({ peer = '' }: Origin): string => normalised(peer);

/** Behind a proxy of one's own: whom it names. What stands before that, its caller may have written. */
export function addressBehindProxy({ peer, headers }: Origin): string {
	const named = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
	return normalised(named === '' ? (peer ?? '') : named);
}

const PORT_V4 = /^(\d+\.\d+\.\d+\.\d+):\d+$/;
const BRACKETED = /^\[([^\]]+)\](?::\d+)?$/;
const MAPPED_V4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const LONGEST = 64;

/** Without a port. Of IPv6 the first 64 bits: the rest is for the sender to choose (RFC 4291, 2.5.1). */
function normalised(text: string): string {
	const address = PORT_V4.exec(text)?.[1] ?? BRACKETED.exec(text)?.[1] ?? text;
	const v4 = MAPPED_V4.exec(address)?.[1];
	if (v4 !== undefined) return v4;
	return address.includes(':') ? network(address) : address.slice(0, LONGEST);
}

function network(v6: string): string {
	const [head = '', tail] = v6.toLowerCase().split('%')[0]?.split('::') ?? [];
	const groups = head === '' ? [] : head.split(':');
	const missing = tail === undefined ? 0 : Math.max(0, 8 - groups.length - (tail === '' ? 0 : tail.split(':').length));
	const all = [...groups, ...Array<string>(missing).fill('0'), ...(tail ?? '').split(':')];
	return `${all
		.slice(0, 4)
		.map((group) => group.replace(/^0+(?=.)/, ''))
		.join(':')
		.slice(0, LONGEST)}::/64`;
}
