import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { callRelay, openRoomSocket, refusalOf } from './relay.ts';

const CREDENTIAL = 'c'.repeat(43);
const SECRET = 's'.repeat(22);

let relay: Server;
let server: string;
/** First lines of requests, as a proxy logs them. */
let asked: string[];

beforeEach(async () => {
	asked = [];
	relay = createServer((request, response) => {
		asked.push(`${request.method} ${request.url}`);
		response.end('{}');
	});
	relay.on('upgrade', (request, socket) => {
		asked.push(`${request.method} ${request.url}`);
		socket.destroy();
	});
	await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
	server = `http://127.0.0.1:${(relay.address() as AddressInfo).port}`;
});
afterEach(() => relay.close());

test('no secret and no credential is ever in an address, where proxies would log it', async () => {
	const call = callRelay({ server, room: 'acme', credential: CREDENTIAL });
	await call.invite.preview.query({ secret: SECRET }).catch((error: unknown) => error);
	await call.device.claim.mutate({ secret: SECRET, label: 'laptop' }).catch((error: unknown) => error);
	await new Promise<void>((resolve) => {
		const socket = openRoomSocket({
			server,
			room: 'acme',
			credential: CREDENTIAL,
			onState: () => undefined,
			onUnreachable: () => {
				socket.close();
				resolve();
			},
		});
	});
	expect(asked).toEqual([
		'POST /parties/main/acme/trpc/invite.preview',
		'POST /parties/main/acme/trpc/device.claim',
		'GET /parties/main/acme?connectionParams=1',
	]);
});

test.each([301, 302, 307, 308])('what a relay is told goes nowhere else: HTTP %i is not followed', async (status) => {
	const elsewhere = server;
	const sending = createServer((request, response) => {
		request.resume();
		response.writeHead(status, { location: `${elsewhere}/elsewhere` }).end();
	});
	await new Promise<void>((resolve) => sending.listen(0, '127.0.0.1', resolve));
	const call = callRelay({ server: `http://127.0.0.1:${(sending.address() as AddressInfo).port}`, room: 'acme', credential: CREDENTIAL });
	const failed = await call.device.claim.mutate({ secret: SECRET, label: 'laptop' }).catch((error: unknown) => error);
	sending.close();
	expect(asked).toEqual([]);
	expect(refusalOf(failed)).toBe('unreachable');
});
