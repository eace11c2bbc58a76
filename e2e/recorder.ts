/** Stands between clients and the relay and writes down everything that crosses, in both directions, HTTP and sockets alike. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

export interface Recorder {
	/** The address that clients are given instead of the relay's. */
	readonly url: string;
	/** Request lines, headers, bodies and socket messages, as text. */
	readonly crossed: readonly string[];
	/** Where it passes things on to; a relay that was started again may have another port. */
	passTo(relay: string): void;
	stop(): Promise<void>;
}

export async function startRecorder(relay: string): Promise<Recorder> {
	const crossed: string[] = [];
	let target = new URL(relay);
	const sockets = new WebSocketServer({ noServer: true });
	const server = createServer((incoming, outgoing) => passHttp(incoming, outgoing, target, crossed));
	server.on('upgrade', (incoming, stream, head) => passSocket(sockets, incoming, stream, head, target, crossed));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		crossed,
		passTo: (next) => {
			target = new URL(next);
		},
		stop: () =>
			new Promise((resolve) => {
				for (const socket of sockets.clients) socket.terminate();
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

const opening = (incoming: IncomingMessage): string => `${incoming.method} ${incoming.url}\n${incoming.rawHeaders.join('\n')}`;

function passHttp(incoming: IncomingMessage, outgoing: ServerResponse, target: URL, crossed: string[]): void {
	crossed.push(opening(incoming));
	const options = { host: target.hostname, port: target.port, method: incoming.method, path: incoming.url, headers: incoming.headers };
	const passed = request(options, (answer) => {
		outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.on('data', (chunk: Buffer) => crossed.push(chunk.toString('utf8')));
		answer.pipe(outgoing);
	});
	passed.on('error', () => outgoing.writeHead(502).end());
	incoming.on('data', (chunk: Buffer) => crossed.push(chunk.toString('utf8')));
	incoming.pipe(passed);
}

function passSocket(
	sockets: WebSocketServer,
	incoming: IncomingMessage,
	stream: Duplex,
	head: Buffer,
	target: URL,
	crossed: string[],
): void {
	crossed.push(opening(incoming));
	const relay = new WebSocket(`ws://${target.host}${incoming.url}`, { perMessageDeflate: false });
	// A relay that is down refuses the upgrade, as it would without anyone between.
	relay.once('error', () => stream.destroy());
	relay.once('open', () => {
		sockets.handleUpgrade(incoming, stream, head, (client) => {
			pipe(client, relay, crossed);
			pipe(relay, client, crossed);
		});
	});
}

function pipe(from: WebSocket, to: WebSocket, crossed: string[]): void {
	from.on('message', (data: RawData, isBinary: boolean) => {
		crossed.push(String(data));
		to.send(data, { binary: isBinary });
	});
	from.on('close', (code, reason) => {
		const isSayable = code >= 1000 && code !== 1005 && code !== 1006;
		if (isSayable) to.close(code, reason);
		else to.terminate();
	});
	from.on('error', () => to.terminate());
}
