/** Whether a relay answers at an address, and if not, what is in the way. */
import { z } from 'zod';
import { PROTOCOL } from '../../shared/protocol.ts';
import { errorCode } from '../private-file.ts';
import { hostOf } from '../user-error.ts';
import { type Finding, fine, problem } from './finding.ts';

const health = z.object({ ok: z.literal(1), protocol: z.int() });

const PATIENCE_MS = 8_000;

/** Findings without a problem: the relay can be asked more. */
export async function checkReach(server: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Finding[]> {
	const host = hostOf(server);
	const started = performance.now();
	try {
		const response = await fetch(`${server.replace(/\/+$/, '')}/health`, {
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
		return [unreachable(host, error, env)];
	}
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

/** What Node names as the cause, in words. https://nodejs.org/api/errors.html#common-system-errors */
const CAUSES: Readonly<Record<string, readonly [what: string, fix: string]>> = {
	ENOTFOUND: ['there is no host of that name', 'Check the address in room.json, your DNS and your VPN.'],
	EAI_AGAIN: ['its name cannot be looked up', 'Check your network connection and DNS.'],
	ECONNREFUSED: ['nothing listens there', 'Check the port, and that the relay runs.'],
	ECONNRESET: ['the connection was cut', 'A firewall or proxy may be in the way: try another network.'],
	ENETUNREACH: ['this machine has no network', 'Connect to a network.'],
	EHOSTUNREACH: ['no route leads there', 'Check your network connection and your VPN.'],
	UND_ERR_CONNECT_TIMEOUT: ['no connection came about in time', 'A firewall may be in the way: try another network or your VPN.'],
	CERT_HAS_EXPIRED: ['its certificate has expired', 'Whoever runs the relay renews it.'],
	DEPTH_ZERO_SELF_SIGNED_CERT: ['its certificate is self-signed', 'Trust it with NODE_EXTRA_CA_CERTS=/path/to/ca.pem.'],
	SELF_SIGNED_CERT_IN_CHAIN: [
		'a certificate of its chain is self-signed',
		'Trust your company’s with NODE_EXTRA_CA_CERTS=/path/to/ca.pem.',
	],
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['its certificate cannot be verified', 'Trust its issuer with NODE_EXTRA_CA_CERTS=/path/to/ca.pem.'],
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['its certificate’s issuer is unknown', 'Trust it with NODE_EXTRA_CA_CERTS=/path/to/ca.pem.'],
	ERR_TLS_CERT_ALTNAME_INVALID: ['its certificate is for another host', 'Check the address in room.json.'],
};

function unreachable(host: string, error: unknown, env: NodeJS.ProcessEnv): Finding {
	const known = CAUSES[causeOf(error) ?? ''];
	const proxy = env.HTTPS_PROXY ?? env.https_proxy;
	if (known !== undefined) return problem('relay', `The relay at ${host} cannot be reached: ${known[0]}.`, known[1]);
	const fix = proxy === undefined ? 'Check the address and your connection.' : 'A proxy is set: Node uses it with NODE_USE_ENV_PROXY=1.';
	return problem('relay', `The relay at ${host} does not answer.`, fix);
}

/** `fetch` says only that it failed; why is in the cause, or of several attempts in the first of its errors. */
function causeOf(error: unknown): string | undefined {
	const cause = error instanceof Error ? error.cause : undefined;
	const first = cause instanceof AggregateError ? cause.errors[0] : undefined;
	return errorCode(cause) ?? errorCode(first);
}
