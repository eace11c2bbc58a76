/** Whether a relay answers at an address, and if not, what is in the way. */
import { z } from 'zod';
import { PROTOCOL } from '../../shared/protocol.ts';
import { fixFor, hostOf } from '../base/user-error.ts';
import { proxiesOf, proxyFor } from '../base/way-out/proxies.ts';
import { asksProxies, hasProxy, wayTo } from '../base/way-out/way-out.ts';
import { causeOf } from '../rooms/unreachable-cause.ts';
import { type Finding, fine, problem } from './finding.ts';

const health = z.object({ ok: z.literal(1), protocol: z.int() });

const PATIENCE_MS = 8_000;

/** Findings without a problem: the relay can be asked more. */
export async function checkReach(server: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Finding[]> {
	const host = hostOf(server);
	const started = performance.now();
	try {
		const response = await fetch(`${wayTo(server).replace(/\/+$/, '')}/health`, {
			signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
			redirect: 'error',
		});
		const answer = health.safeParse(await bodyOf(response));
		if (!answer.success)
			return [problem('relay', `${host} answers, but not as a relay (HTTP ${response.status}).`, `Check the address: ${server}`)];
		const took = Math.round(performance.now() - started);
		return [fine('relay', `The relay answers in ${took} ms`), ...protocolFindings(answer.data.protocol)];
	} catch (error) {
		signal.throwIfAborted();
		return [await unreachable(server, error, env)];
	}
}

async function fixOf(server: string, env: NodeJS.ProcessEnv): Promise<string> {
	const proxies = proxiesOf(env);
	const proxy = proxyFor(proxies, server);
	if (proxy === undefined || !hasProxy(proxies)) return 'Check the address and your connection.';
	if (!(await asksProxies(env))) return 'A proxy is set: this Node uses it with NODE_USE_ENV_PROXY=1.';
	return `It is asked for by the proxy that ${proxy.variable} names: check that one, or name the relay in ${proxies.past.variable}.`;
}

async function bodyOf(response: Response): Promise<unknown> {
	const text = await response.text();
	try {
		return JSON.parse(text);
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

function protocolFindings(relay: number): Finding[] {
	if (relay === PROTOCOL) return [];
	return relay > PROTOCOL
		? [problem('relay', 'The relay is newer than this Pylon.', 'Update Pylon: npm install --global pylon-rooms')]
		: [problem('relay', 'The relay is older than this Pylon.', 'Whoever runs the relay deploys it again.')];
}

async function unreachable(server: string, error: unknown, env: NodeJS.ProcessEnv): Promise<Finding> {
	const host = hostOf(server);
	const known = causeOf(error);
	if (known !== undefined) return problem('relay', `The relay at ${host} cannot be reached: ${known.what}.`, fixFor(server, known));
	return problem('relay', `The relay at ${host} does not answer.`, await fixOf(server, env));
}
