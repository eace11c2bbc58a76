/** `/metrics`: the relay's figures, for whoever runs it. */

import { isSameSecret } from '../secrets.ts';
import type { RelayFigures } from './relay-figures.ts';

interface Guard {
	/** Where it is set, whoever has it may read, from anywhere; else this machine alone may. */
	token: string | undefined;
	trustsProxy: boolean;
	/** Who is at the other end of the connection, where the host tells: `127.0.0.1:40000`. */
	peer: string | undefined;
}

/** What proxies add: whoever is behind one is not of this machine, though the proxy is. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip'];
const LOOPBACK = /^(127\.|\[::1\]|\[::ffff:127\.)/;

export async function metrics(request: Request, figures: RelayFigures, guard: Guard): Promise<Response> {
	if (!(await isAllowed(request, guard))) return new Response('Only for whoever runs this relay.\n', { status: 403 });
	return new Response(figures.text(), { headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } });
}

async function isAllowed(request: Request, { token, trustsProxy, peer }: Guard): Promise<boolean> {
	if (token !== undefined) return isSameSecret(/^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? '', token);
	const isBehindProxy = trustsProxy || FORWARDED.some((name) => request.headers.has(name));
	return !isBehindProxy && LOOPBACK.test(peer ?? '');
}
