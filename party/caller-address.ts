/** From which address somebody calls: what strangers share an allowance by. Only what the caller cannot make up counts. */
import { z } from 'zod';

/** workerd tells who is at the other end of the connection; Cloudflare has no such field, and says it in a header of its own. */
const local = z.object({ cf: z.object({ clientIp: z.string() }) });
/** https://developers.cloudflare.com/fundamentals/reference/http-headers/#cf-connecting-ip */
const CLOUDFLARE = 'cf-connecting-ip';
/** https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-For: each proxy adds whom it heard, at the end. */
const FORWARDED = 'x-forwarded-for';

/** `undefined` on Cloudflare. With its port: `127.0.0.1:40000`, `[::1]:40000`. */
export const peerOf = (request: Request): string | undefined => local.safeParse(request).data?.cf.clientIp;

/** `trustsProxy`: a proxy is in front, and the last name in its header is whom it heard itself. */
export function callerAddress(request: Request, trustsProxy: boolean): string {
	const peer = peerOf(request);
	if (peer === undefined) return request.headers.get(CLOUDFLARE) ?? '';
	const told = trustsProxy ? request.headers.get(FORWARDED)?.split(',').at(-1)?.trim() : undefined;
	return told === undefined || told === '' ? peer.replace(/:\d+$/, '') : told;
}
