/** A webhook's server for tests: TLS with an authority of its own, on loopback. It keeps what it is told, and answers as it is said. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface Told {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	body: string;
}

export interface WebhookAnswer {
	status: number;
	headers?: Record<string, string>;
	body?: string;
}

export interface TriedWebhook {
	/** With a secret in it. */
	address: string;
	url: string;
	/** The certificate, which is its own authority. */
	ca: string;
	told: Told[];
	/** The next requests, one each; then it takes what comes. */
	answers: WebhookAnswer[];
	stop(): Promise<void>;
}

export const SECRET = 'T0-SECRET-OF-THE-WEBHOOK';

export async function tryWebhook(folder: string): Promise<TriedWebhook> {
	const [key, ca] = [join(folder, 'webhook-key.pem'), join(folder, 'webhook-ca.pem')];
	const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
	const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
	execFileSync('openssl', ['req', '-x509', ...curve, ...name, '-keyout', key, '-out', ca], { stdio: 'ignore' });
	const told: Told[] = [];
	const answers: WebhookAnswer[] = [];
	const server = createServer({ key: readFileSync(key), cert: readFileSync(ca) }, async (request, response) => {
		let body = '';
		for await (const chunk of request.setEncoding('utf8')) body += chunk;
		told.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
		const answer = answers.shift() ?? { status: 200 };
		response.writeHead(answer.status, answer.headers).end(answer.body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `https://localhost:${(server.address() as AddressInfo).port}`;
	const stop = () =>
		new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	return { address: `${url}/services/${SECRET}`, url, ca, told, answers, stop };
}
