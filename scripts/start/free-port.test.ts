import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from './free-port.ts';

test('a port that somebody listens at is passed over for one after it; a free one is taken', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	expect(await freePort(port)).toBeGreaterThan(port);
	await new Promise((resolve) => server.close(resolve));
	expect(await freePort(port)).toBe(port);
});
