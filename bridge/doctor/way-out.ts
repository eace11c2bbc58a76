/** How this machine's relays are reached: through which proxy, with which certificates. A proxy's address may hold a password: its host is told. */
import { certificatesOf } from '../base/way-out/certificates.ts';
import { type NamedProxy, type Past, proxiesOf } from '../base/way-out/proxies.ts';
import { asksProxies, hasProxy, wasRefused } from '../base/way-out/way-out.ts';
import { type Finding, fine, problem } from './finding.ts';

export async function checkWayOut(env: NodeJS.ProcessEnv): Promise<Finding[]> {
	const proxies = proxiesOf(env);
	const proxy = proxies.https ?? proxies.http;
	const unread = certificatesOf(env).unusable;
	return [
		...proxies.unusable.map((name) =>
			problem(
				'network',
				`${name} names no proxy that Pylon can ask: nothing goes through it.`,
				`Write it so: ${name}=http://proxy.acme.dev:3128`,
			),
		),
		...unread.map((name) =>
			problem('network', `${name} names a file without a certificate, or one that cannot be read.`, 'Check its path.'),
		),
		...(proxy !== undefined && hasProxy(proxies) ? [await proxyFinding(proxy, proxies.past, env)] : []),
	];
}

async function proxyFinding({ address, variable }: NamedProxy, past: Past, env: NodeJS.ProcessEnv): Promise<Finding> {
	const { host } = new URL(address);
	if (wasRefused())
		return problem(
			'network',
			`This Node cannot ask a proxy of that kind (${host}).`,
			`Install a newer Node, or name a proxy that speaks HTTP in ${variable}.`,
		);
	if (await asksProxies(env)) return fine('network', `Relays are asked through the proxy ${host}, save where ${past.variable} names them`);
	return problem(
		'network',
		`This Node asks no proxy by itself, and one is set (${host}).`,
		'Set NODE_USE_ENV_PROXY=1, or install Node 24.14 or newer.',
	);
}
