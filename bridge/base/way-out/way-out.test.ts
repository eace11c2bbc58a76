/** Commands leave a company's network as it wants them to. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Scratch } from '../../../testing/scratch.ts';
import { tryWebhook } from '../../../testing/try-webhook.ts';
import { canTakeProxy } from './way-out.ts';

const canTake = await canTakeProxy();
const HOUSE = join(import.meta.dirname, '../../..');

/** A proxy that lets nothing through, and what it was asked for. */
async function proxy(answer = '403 Forbidden'): Promise<{ url: string; asked: string[] }> {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(request.url ?? '');
		response.end();
	});
	server.on('connect', (request, socket) => {
		asked.push(request.url ?? '');
		socket.end(`HTTP/1.1 ${answer}\r\n\r\n`);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function run(args: string[], env: NodeJS.ProcessEnv): Promise<string> {
	const child = spawn(process.execPath, args, {
		env: { PATH: process.env.PATH, ...env },
		cwd: HOUSE,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
	return stdout + stderr;
}

/** A request and a socket, to a relay elsewhere and to one on this machine. */
const reach = (here: string) => `
	const { takeWayOut } = await import('./bridge/base/way-out/way-out.ts');
	await takeWayOut(process.env);
	for (const address of ['https://relay.example/health', '${here}/health']) await fetch(address).then(() => console.log('through'), () => 0);
	const socket = new WebSocket('wss://relay.example/parties/main/acme');
	await new Promise((resolve) => { socket.onclose = socket.onerror = resolve; });
	process.exit(0);`;

test.runIf(canTake).each(['HTTPS_PROXY', 'https_proxy'])('requests and sockets go by %s, save those to this machine', async (name) => {
	const way = await proxy();
	const here = createServer((_, response) => response.end('here'));
	await new Promise<void>((resolve) => here.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void here.close());
	const address = `http://127.0.0.1:${(here.address() as AddressInfo).port}`;
	const env = { [name]: way.url, HTTP_PROXY: way.url };
	const output = await run(['--input-type=module', '--eval', reach(address)], env);
	expect(output).toBe('through\n');
	expect(way.asked).toEqual(['relay.example:443', 'relay.example:443']);
});

test.runIf(canTake)('a command asks the proxy for its relay, unless no_proxy names that', async () => {
	const scratch = new Scratch();
	onTestFinished(() => scratch.remove());
	const way = await proxy();
	const init = ['bridge/pylon.ts', 'init', '--room', 'acme', '--server', 'https://relay.invalid', '--name', 'Jake', '--yes'];
	await run(init, { HOME: scratch.home, https_proxy: way.url });
	expect(way.asked).toEqual(['relay.invalid:443']);
	await run(init, { HOME: scratch.home, https_proxy: way.url, no_proxy: '.invalid' });
	expect(way.asked).toHaveLength(1);
});

const TAKE = `const { takeWayOut, wayTo } = await import('./bridge/base/way-out/way-out.ts');
	await takeWayOut(process.env);`;

/** Asks an address until the proxy has been asked for others after it: nobody may answer there. */
const pass = (address: string) => `${TAKE}
	const end = new AbortController();
	const passed = fetch(wayTo('${address}'), { signal: end.signal }).catch(() => 0);
	for (const other of ['one', 'two']) await fetch(wayTo('http://' + other + '.test/')).catch(() => 0);
	end.abort();
	await passed;
	process.exit(0);`;

test.runIf(canTake).each([
	['*', 'http://relay.test/', []],
	['.other, *', 'http://relay.test/', []],
	['', 'http://[::1]:1999/', ['one.test:80', 'two.test:80']],
	['', 'http://127.0.0.7:1999/', ['one.test:80', 'two.test:80']],
	['fd00:0::1', 'http://[fd00::1]:1999/', ['one.test:80', 'two.test:80']],
	['10.0.0.0/8', 'http://10.1.2.3:1999/', ['one.test:80', 'two.test:80']],
	['10.0.0.0/8', 'http://11.1.2.3:1999/', ['11.1.2.3:1999', 'one.test:80', 'two.test:80']],
	['test', 'http://relay.test/', []],
	['TEST:80', 'http://relay.test/', []],
	['.relay.test', 'http://relay.test/', ['one.test:80', 'two.test:80']],
	['*.relay.test', 'http://eu.relay.test/', ['one.test:80', 'two.test:80']],
	['lay.test', 'http://relay.test/', ['one.test:80', 'relay.test:80', 'two.test:80']],
	['relay.test:8443', 'http://relay.test:8443/', ['one.test:80', 'two.test:80']],
	['relay.test:8443', 'http://relay.test/', ['one.test:80', 'relay.test:80', 'two.test:80']],
])('NO_PROXY=%s: to %s', async (no_proxy, address, asked) => {
	const way = await proxy();
	await run(['--input-type=module', '--eval', pass(address)], { HTTP_PROXY: way.url, no_proxy });
	expect(way.asked.sort()).toEqual(asked);
});

describe('a relay that is not reached', () => {
	const SERVER = 'https://relay.invalid';
	const INIT = ['bridge/pylon.ts', 'init', '--room', 'acme', '--server', SERVER, '--name', 'Jake', '--yes'];
	const said = async (env: NodeJS.ProcessEnv, args = INIT) => {
		const scratch = new Scratch();
		onTestFinished(() => scratch.remove());
		return run(args, { HOME: scratch.home, ...env });
	};
	const withPassword = (url: string) => url.replace('://', '://jake:s3cret@');

	test.runIf(canTake)('is told from a proxy that is not, that lets nothing through, or that wants to know who asks', async () => {
		const [strict, shut] = await Promise.all([proxy('407 Proxy Authentication Required'), proxy()]);
		expect(await said({ HTTPS_PROXY: withPassword(strict.url) })).toContain('the proxy wants to know who asks');
		expect(await said({ HTTPS_PROXY: withPassword(shut.url) })).toContain('does not let it through: it answers with HTTP 403');
		const dead = await said({ HTTPS_PROXY: 'http://jake:s3cret@127.0.0.1:1' });
		expect(dead).toContain('does not let it through: nothing listens there');
		expect(await said({ HTTPS_PROXY: 'jake:s3cret@proxy.invalid:3128' })).toContain('does not let it through: ');
		expect(dead).not.toContain('s3cret');
	});

	test.runIf(canTake).each([
		['https_proxy', 'no_proxy'],
		['ALL_PROXY', 'NO_PROXY'],
		['all_proxy', 'no_proxy'],
	])('the variable that is set is the one to change: %s', async (name, past) => {
		const [strict, shut] = await Promise.all([proxy('407 Proxy Authentication Required'), proxy()]);
		const env = (url: string) => ({ [name]: url, [past]: 'elsewhere.example' });
		expect(await said(env(strict.url))).toContain(`Write it into the proxy’s address, ${name}=http://NAME:PASSWORD@`);
		const check = `Check the proxy that ${name} names, or name the relay in ${past}.`;
		for (const url of [shut.url, 'http://127.0.0.1:1']) expect(await said(env(url))).toContain(check);
		expect(await said(env(shut.url), ['bridge/pylon.ts', 'doctor'])).toContain(`save where ${past} names them`);
	});

	test('what is no proxy’s address stops no command, is told by doctor, and said by nobody', async () => {
		const env = { HTTPS_PROXY: 's3cret that is no address', http_proxy: 'ftp://jake:s3cret@proxy' };
		expect(await said(env)).toContain('The relay at relay.invalid does not answer');
		expect(await said(env, ['bridge/pylon.ts', 'rooms'])).toContain('No room yet');
		const doctor = await said(env, ['bridge/pylon.ts', 'doctor']);
		for (const name of ['HTTPS_PROXY', 'http_proxy']) expect(doctor).toContain(`${name} names no proxy that Pylon can ask`);
		expect(doctor).not.toContain('s3cret');
	});

	test.runIf(canTake)('doctor names the proxy, without its password', async () => {
		const doctor = await said({ all_proxy: 'jake:s3cret@proxy.acme.dev:3128' }, ['bridge/pylon.ts', 'doctor', '--json']);
		expect(doctor).toContain('through the proxy proxy.acme.dev:3128');
		expect(doctor).not.toContain('s3cret');
	});
});

test.runIf(canTake).each([
	['http://127.0.0.1', 80, true],
	['http://127.0.0.1', 81, false],
	['http://127.0.0.1:3128', 80, false],
	['https://127.0.0.1', 443, false],
])('that what does not answer is the proxy %s is known by its port, %d: %s', async (proxyUrl, port, isOne) => {
	const ask = `${TAKE} const { proxyIn } = await import('./bridge/base/way-out/way-out.ts');
		console.log(proxyIn(Object.assign(new Error(), { address: '127.0.0.1', port: ${port} })) !== undefined);`;
	expect(await run(['--input-type=module', '--eval', ask], { HTTPS_PROXY: proxyUrl })).toBe(`${isOne}\n`);
});

/** As Node was before 24.14. */
const OLDER = `data:text/javascript,${encodeURIComponent(`
	import http from 'node:http';
	import { syncBuiltinESMExports } from 'node:module';
	delete http.setGlobalProxyFromEnv;
	syncBuiltinESMExports();`)}`;

test.runIf(process.allowedNodeEnvironmentFlags.has('--use-env-proxy'))(
	'doctor tells what an older Node has to be told, until it is',
	async () => {
		const scratch = new Scratch();
		onTestFinished(() => scratch.remove());
		const doctor = (env: NodeJS.ProcessEnv) =>
			run(['--import', OLDER, 'bridge/pylon.ts', 'doctor'], { HOME: scratch.home, HTTPS_PROXY: 'http://proxy.acme.dev:3128', ...env });
		expect(await doctor({})).toContain('Set NODE_USE_ENV_PROXY=1');
		expect(await doctor({ NODE_USE_ENV_PROXY: '1' })).toContain('Relays are asked through the proxy proxy.acme.dev:3128');
	},
);

describe('certificates', () => {
	test.each(['NODE_EXTRA_CA_CERTS', 'node_extra_ca_certs', 'SSL_CERT_FILE', 'ssl_cert_file', 'SSL_CERT_DIR'])('%s', async (name) => {
		const scratch = new Scratch();
		onTestFinished(() => scratch.remove());
		const server = await tryWebhook(scratch.home);
		onTestFinished(() => server.stop());
		const damaged = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
		const file = scratch.write('trusted/acme.pem', `# Acme\n${name.startsWith('NODE') ? '' : damaged}${readFileSync(server.ca, 'utf8')}`);
		const script = `${TAKE} await fetch('${server.url}').then(({ status }) => console.log(status), ({ cause }) => console.log(cause.code));`;
		const value = name === 'SSL_CERT_DIR' ? dirname(file) : file;
		expect(await run(['--input-type=module', '--eval', script], { [name]: value })).toBe('200\n');
		expect(await run(['--input-type=module', '--eval', script], {})).toBe('DEPTH_ZERO_SELF_SIGNED_CERT\n');
	});

	test('a file without any is told by doctor', async () => {
		const scratch = new Scratch();
		onTestFinished(() => scratch.remove());
		const file = scratch.write('none.pem', 'nothing');
		const doctor = await run(['bridge/pylon.ts', 'doctor'], { HOME: scratch.home, ssl_cert_file: file });
		expect(doctor).toContain('ssl_cert_file names a file without a certificate');
	});
});
