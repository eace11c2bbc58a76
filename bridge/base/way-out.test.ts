/** Commands leave a company's network as it wants them to. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { canTakeProxy, proxyOf } from './way-out.ts';

const HOUSE = join(import.meta.dirname, '../..');

/** A proxy that lets nothing through, and what it was asked for. */
async function proxy(): Promise<{ url: string; asked: string[] }> {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(request.url ?? '');
		response.end();
	});
	server.on('connect', (request, socket) => {
		asked.push(request.url ?? '');
		socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function run(args: string[], env: NodeJS.ProcessEnv): Promise<string> {
	const child = spawn(process.execPath, args, {
		env: { PATH: process.env.PATH, ...env },
		cwd: HOUSE,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let output = '';
	child.stdout.on('data', (bytes) => {
		output += bytes;
	});
	await new Promise((resolve) => child.on('close', resolve));
	return output;
}

/** A request and a socket, to a relay elsewhere and to one on this machine. */
const reach = (here: string) => `
	const { takeWayOut } = await import('./bridge/base/way-out.ts');
	await takeWayOut(process.env);
	for (const address of ['https://relay.example/health', '${here}/health']) await fetch(address).then(() => console.log('through'), () => 0);
	const socket = new WebSocket('wss://relay.example/parties/main/acme');
	await new Promise((resolve) => { socket.onclose = socket.onerror = resolve; });
	process.exit(0);`;

test.runIf(await canTakeProxy()).each(['HTTPS_PROXY', 'https_proxy'])(
	'requests and sockets go by %s, save those to this machine',
	async (name) => {
		const way = await proxy();
		const here = createServer((_, response) => response.end('here'));
		await new Promise<void>((resolve) => here.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => void here.close());
		const address = `http://127.0.0.1:${(here.address() as AddressInfo).port}`;
		const env = { [name]: way.url, HTTP_PROXY: way.url };
		const output = await run(['--input-type=module', '--eval', reach(address)], env);
		expect(output).toBe('through\n');
		expect(way.asked).toEqual(['relay.example:443', 'relay.example:443']);
	},
);

test.runIf(await canTakeProxy())('a command asks the proxy for its relay, unless no_proxy names that', async () => {
	const scratch = new Scratch();
	onTestFinished(() => scratch.remove());
	const way = await proxy();
	const init = ['bridge/pylon.ts', 'init', '--room', 'acme', '--server', 'https://relay.invalid', '--name', 'Jake', '--yes'];
	await run(init, { HOME: scratch.home, https_proxy: way.url });
	expect(way.asked).toEqual(['relay.invalid:443']);
	await run(init, { HOME: scratch.home, https_proxy: way.url, no_proxy: '.invalid' });
	expect(way.asked).toHaveLength(1);
});

test('a proxy is found in either case, and none is none', () => {
	expect(proxyOf({ https_proxy: 'http://one' })).toBe('http://one');
	expect(proxyOf({ HTTP_PROXY: 'http://two', HTTPS_PROXY: '' })).toBe('http://two');
	expect(proxyOf({})).toBeUndefined();
});
