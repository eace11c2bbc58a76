/**
 * The way out of a company's network: its proxy and its certificates, as other programs take them from the environment, in either case.
 * Node heeds NODE_EXTRA_CA_CERTS by itself, and proxies only where it is told to. What lies on this machine is never sent to a proxy.
 */
import { isIP } from 'node:net';
import { certificatesOf, trust } from './certificates.ts';
import { liesIn, type NamedProxy, type Proxies, proxiesOf } from './proxies.ts';

/** What this process took: it has one way out, as Node has. */
let taken: Proxies | undefined;
let apply: (past: readonly string[]) => void = () => undefined;
let isRefused = false;
const straight = new Set<string>();

/** Takes it from now on, for requests and sockets alike. Costs nothing where nothing is set. */
export async function takeWayOut(env: NodeJS.ProcessEnv): Promise<void> {
	const proxies = proxiesOf(env);
	if (hasProxy(proxies)) await takeProxies(proxies);
	const { texts } = certificatesOf(env);
	if (texts.length > 0) await trust(texts);
}

export const hasProxy = ({ https, http, past }: Proxies): boolean => !past.all && (https ?? http) !== undefined;

/** Node learned it in 24.14; before, it has to be told when it starts (NODE_USE_ENV_PROXY=1), which `pylon doctor` says. */
export async function canTakeProxy(): Promise<boolean> {
	return typeof (await import('node:http')).setGlobalProxyFromEnv === 'function';
}

/** Whether this Node asks proxies: we tell it, or whoever started it did, where it can be told. */
export async function asksProxies(env: NodeJS.ProcessEnv): Promise<boolean> {
	const wasTold = env['NODE_USE_ENV_PROXY'] === '1' && process.allowedNodeEnvironmentFlags.has('--use-env-proxy');
	return wasTold || (await canTakeProxy());
}

/** Said before a server is asked: Node knows no networks (`10.0.0.0/8`), so an address in one is named to it by itself. */
export function wayTo(server: string): string {
	const host = URL.canParse(server) ? new URL(server).hostname : '';
	if (taken === undefined || straight.has(host) || !liesIn(taken.past, host)) return server;
	straight.add(host);
	apply([...taken.past.hosts, ...straight]);
	return server;
}

/** Of an address that names none. That of `https:` is the relays' own too, and tells nothing. */
const USUAL_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'socks5:': '1080' };

/** The proxy that was taken and that was looked up by its name, or talked to at an address, where an error is of it. */
export function proxyIn({
	hostname: name,
	address,
	port,
}: Error & { hostname?: unknown; address?: unknown; port?: unknown }): NamedProxy | undefined {
	return proxiesTaken().find((proxy) => {
		const { protocol, hostname, port: own } = new URL(proxy.address);
		if (name !== undefined) return hostname === name;
		// Which of its addresses a name stands for is not known here; that no other server listens at a proxy's port is likely enough.
		return String(port) === (own || USUAL_PORTS[protocol]) && (hostname === address || isIP(hostname) === 0);
	});
}

/** That of `https:` first: relays are mostly asked so. */
export const proxiesTaken = (): NamedProxy[] => [taken?.https, taken?.http].filter((each) => each !== undefined);

/** The variable that names those that are asked without one. */
export const pastVariable = (): string => taken?.past.variable ?? 'NO_PROXY';

/** Whether this Node did not take the proxy that is set. */
export const wasRefused = (): boolean => isRefused;

async function takeProxies(proxies: Proxies): Promise<void> {
	const { setGlobalProxyFromEnv } = await import('node:http');
	if (setGlobalProxyFromEnv === undefined) return;
	const { https, http, past } = proxies;
	apply = (hosts) =>
		void setGlobalProxyFromEnv({ https_proxy: https?.address ?? '', http_proxy: http?.address ?? '', no_proxy: hosts.join(',') });
	try {
		apply(past.hosts);
		taken = proxies;
	} catch (error) {
		// An older Node knows no SOCKS.
		if (!isInvalid(error)) throw error;
		isRefused = true;
	}
}

const isInvalid = (error: unknown): boolean =>
	error instanceof Error && 'code' in error && ['UND_ERR_INVALID_ARG', 'ERR_PROXY_INVALID_CONFIG'].includes(String(error.code));
