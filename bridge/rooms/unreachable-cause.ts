/** Why a relay cannot be reached, as far as the network says. */
import { errorCode } from '../base/private-file.ts';
import type { Cause } from '../base/user-error.ts';
import { pastVariable, proxiesTaken, proxyIn } from '../base/way-out/way-out.ts';

/** What Node names as the cause, in words. https://nodejs.org/api/errors.html#common-system-errors */
const CAUSES: Readonly<Record<string, readonly [what: string, fix: string]>> = {
	ENOTFOUND: ['there is no host of that name', 'Check the address, your DNS and your VPN.'],
	EAI_AGAIN: ['its name cannot be looked up', 'Check your network connection and DNS.'],
	ECONNREFUSED: ['nothing listens there', 'Check the port, and that the relay runs.'],
	ECONNRESET: ['the connection was cut', 'A firewall or proxy may be in the way: try another network.'],
	...speaksNoTls('ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'EPROTO'),
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
	ERR_TLS_CERT_ALTNAME_INVALID: ['its certificate is for another host', 'Check the address.'],
};

function speaksNoTls(...codes: string[]): Record<string, readonly [what: string, fix: string]> {
	const words = [
		'what answers there speaks no TLS',
		'A proxy with TLS goes in front of a relay (docs/hosting.md); without it only its own machine reaches it.',
	] as const;
	return Object.fromEntries(codes.map((code) => [code, words]));
}

/** An error's own causes, and theirs; of several attempts that `fetch` made the first. */
const CAUSES_DEEP = 4;

/** `fetch` says only that it failed, and what called it that `fetch` did; why is further down. `undefined`: nothing that has words here. */
export function causeOf(error: unknown): Cause | undefined {
	let next = error;
	for (let depth = 0; depth < CAUSES_DEEP && next instanceof Error; depth++) {
		const code = errorCode(next) ?? '';
		const known = CAUSES[code];
		const proxy = proxyIn(next);
		if (known !== undefined && proxy !== undefined) return ofProxy(known[0], proxy.variable);
		if (known !== undefined) return { what: known[0], fix: known[1], isDown: code === 'ECONNREFUSED' };
		const answered = PROXY_ANSWER.exec(next.message)?.[1];
		if (answered !== undefined) return answerOfProxy(answered);
		next = next instanceof AggregateError ? next.errors[0] : next.cause;
	}
	return undefined;
}

/** As Node's `fetch` says it, of a proxy that does not let it through. */
const PROXY_ANSWER = /^Proxy response \((\d{3})\)/;

function answerOfProxy(status: string): Cause {
	// Where another than Pylon had Node take it, the usual one.
	const variable = proxiesTaken()[0]?.variable ?? 'HTTPS_PROXY';
	if (status !== '407') return ofProxy(`it answers with HTTP ${status}`, variable);
	return {
		what: 'the proxy wants to know who asks',
		fix: `Write it into the proxy’s address, ${variable}=http://NAME:PASSWORD@proxy.acme.dev:3128.`,
	};
}

const ofProxy = (what: string, variable: string): Cause => ({
	what: `the proxy on the way there does not let it through: ${what}`,
	fix: `Check the proxy that ${variable} names, or name the relay in ${pastVariable()}.`,
});
