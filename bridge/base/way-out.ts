/**
 * The way out of a company's network: its proxy and its certificates, as other programs take them from the environment, in either case.
 * Node heeds NODE_EXTRA_CA_CERTS by itself, and proxies only where it is told to. What lies on this machine is never sent to a proxy.
 */
import { readFileSync } from 'node:fs';
import { ifReadable } from './missing-file.ts';

const LOOPBACK = 'localhost,127.0.0.1,::1';

const either = (env: NodeJS.ProcessEnv, name: string): string | undefined => env[name] || env[name.toLowerCase()] || undefined;

/** The proxy that is set; undefined where none is. */
export const proxyOf = (env: NodeJS.ProcessEnv): string | undefined => either(env, 'HTTPS_PROXY') ?? either(env, 'HTTP_PROXY');

/** Takes it from now on, for requests and sockets alike. Costs nothing where nothing is set. */
export async function takeWayOut(env: NodeJS.ProcessEnv): Promise<void> {
	if (proxyOf(env) !== undefined) await takeProxy(env);
	// The one that Node reads by itself is spelled in capitals.
	const files = [env['node_extra_ca_certs'], either(env, 'SSL_CERT_FILE')].filter((file) => file !== undefined && file !== '');
	if (files.length > 0) await trust(files as string[]);
}

/** Node learned it in 24.14; before, it has to be told when it starts (NODE_USE_ENV_PROXY=1), which `pylon doctor` says. */
export async function canTakeProxy(): Promise<boolean> {
	return typeof (await import('node:http')).setGlobalProxyFromEnv === 'function';
}

async function takeProxy(env: NodeJS.ProcessEnv): Promise<void> {
	const { setGlobalProxyFromEnv } = await import('node:http');
	const without = either(env, 'NO_PROXY');
	setGlobalProxyFromEnv?.({
		https_proxy: either(env, 'HTTPS_PROXY') ?? '',
		http_proxy: either(env, 'HTTP_PROXY') ?? '',
		no_proxy: without === undefined ? LOOPBACK : `${without},${LOOPBACK}`,
	});
}

async function trust(files: readonly string[]): Promise<void> {
	const { getCACertificates, setDefaultCACertificates } = await import('node:tls');
	const more = files.flatMap((file) => ifReadable(() => readFileSync(file, 'utf8')) ?? []);
	if (more.length > 0) setDefaultCACertificates?.([...getCACertificates('default'), ...more]);
}
