/** 50 bridges tell, 500 watchers hear: how many deliveries a second at the most, and how late at one report a second each. */
import type WebSocket from 'ws';
import type { Relay } from '../../scripts/relay.ts';
import { nextMessage, openSocket, pause, TestTeam } from './team.ts';

const BRIDGES = 50;
const WATCHERS = 500;
const OPERATORS = 30;
const FLAT_OUT_MS = 4_000;
const PACED_MS = 6_000;

/** Sends the report of this number over a bridge's socket. */
type Tell = (bridge: number, sequence: number) => void;

export interface FanOut {
	perSecond: number;
	p99: number;
}

interface Stage {
	bridges: WebSocket[];
	watchers: WebSocket[];
	tell: Tell;
	close(): void;
}

export async function fanOut(relay: Relay, kind: 'pylon' | 'bare'): Promise<FanOut> {
	const stage = await (kind === 'pylon' ? ofPylon(relay) : ofBare(relay));
	try {
		return { perSecond: await flatOut(stage), p99: await paced(stage) };
	} finally {
		stage.close();
		await pause(500);
	}
}

/** What a frame carries to be recognised by: the number of errors of an agent, of all fields the freest one. */
const sequenceIn = (data: Buffer): number => {
	const at = data.indexOf('"errors":');
	return at < 0 ? -1 : Number.parseInt(data.toString('latin1', at + 9, at + 20), 10);
};

/** Each bridge tells again when all that it told before has arrived at the first watcher. */
async function flatOut({ bridges, watchers, tell }: Stage): Promise<number> {
	let delivered = 0;
	let sequence = 0;
	let isOver = false;
	const owner = new Map<number, number>();
	const next = (bridge: number) => {
		if (isOver) return;
		owner.set(++sequence, bridge);
		tell(bridge, sequence);
	};
	const count = (data: Buffer) => {
		if (sequenceIn(data) >= 0) delivered++;
	};
	const goOn = (data: Buffer) => {
		const bridge = owner.get(sequenceIn(data));
		if (bridge !== undefined) next(bridge);
	};
	for (const watcher of watchers) watcher.on('message', count);
	watchers.at(-1)?.on('message', goOn);
	// As many at once as the rate of a bridge allows for as long as this takes.
	for (let bridge = 0; bridge < bridges.length; bridge++) next(bridge);
	await pause(1_000);
	const [from, start] = [delivered, performance.now()];
	await pause(FLAT_OUT_MS);
	const perSecond = ((delivered - from) / (performance.now() - start)) * 1_000;
	isOver = true;
	watchers.at(-1)?.off('message', goOn);
	for (const watcher of watchers) watcher.off('message', count);
	await pause(1_500);
	return perSecond;
}

/** Each bridge once a second, evenly spread. */
async function paced({ bridges, watchers, tell }: Stage): Promise<number> {
	const sentAt = new Map<number, number>();
	const latencies: number[] = [];
	let sequence = 1_000_000;
	const hear = (data: Buffer) => {
		const sent = sentAt.get(sequenceIn(data));
		if (sent !== undefined) latencies.push(performance.now() - sent);
	};
	for (const watcher of watchers) watcher.on('message', hear);
	const end = performance.now() + PACED_MS;
	for (let turn = 0; performance.now() < end; turn++) {
		sentAt.set(++sequence, performance.now());
		tell(turn % bridges.length, sequence);
		await pause(1_000 / bridges.length);
	}
	await pause(1_000);
	for (const watcher of watchers) watcher.off('message', hear);
	latencies.sort((one, other) => one - other);
	return latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN;
}

async function ofPylon(relay: Relay): Promise<Stage> {
	const team = await TestTeam.open(relay.url, { operators: OPERATORS, agents: 0, touches: 0 });
	const watchers: WebSocket[] = [];
	for (let index = 0; index < WATCHERS; index++) {
		const socket = await team.socket(index);
		const first = nextMessage(socket);
		socket.send(JSON.stringify({ id: 1, method: 'subscription', params: { path: 'room.watch', input: { as: 'viewer' } } }));
		await first;
		watchers.push(socket);
	}
	const bridges: WebSocket[] = [];
	for (let index = 0; index < BRIDGES; index++) {
		const socket = await team.socket(index);
		const first = nextMessage(socket);
		report(socket, { whole: [team.reportOf(index, 1)], changed: [], gone: [] });
		await first;
		bridges.push(socket);
	}
	const [touch] = team.reportOf(1, 1).touches;
	const tell: Tell = (bridge, sequence) => {
		const { agentId } = team.reportOf(bridge, 0);
		const socket = bridges[bridge];
		if (socket !== undefined) report(socket, { whole: [], changed: [{ agentId, errors: sequence, touches: [touch] }], gone: [] });
	};
	return { bridges, watchers, tell, close: () => team.close() };
}

const report = (socket: WebSocket, input: object): void =>
	socket.send(JSON.stringify({ id: 2, method: 'mutation', params: { path: 'agent.report', input } }));

async function ofBare(relay: Relay): Promise<Stage> {
	const url = `${relay.url.replace('http', 'ws')}/parties/main/bare-${performance.now().toFixed(0)}`;
	const sockets: WebSocket[] = [];
	for (let index = 0; index < WATCHERS + BRIDGES; index++) sockets.push(await openSocket(url));
	// As long as what a watcher of the relay gets for one changed touch.
	const padding = 'x'.repeat(FRAME_BYTES);
	const [watchers, bridges] = [sockets.slice(0, WATCHERS), sockets.slice(WATCHERS)];
	// A bare party hands on to all, so its bridges are told too: they take the place of the answers to reports.
	const tell: Tell = (bridge, sequence) => bridges[bridge]?.send(`{"errors":${sequence},"x":"${padding}"}`);
	return {
		watchers,
		bridges,
		tell,
		close: () => {
			for (const socket of sockets) socket.close();
		},
	};
}

/** Less the few bytes around it; `bench/party.ts` prints the real size of a frame. */
const FRAME_BYTES = 290;
