/** 50 bridges tell, 500 watchers hear: how many deliveries a second at the most, and how late at one report a second each. */
import type WebSocket from 'ws';
import type { Relay } from '../../scripts/relay.ts';
import { cpuOf, messageWith, nextMessage, openSocket, pause, TestTeam } from './team.ts';

const BRIDGES = 50;
const WATCHERS = 500;
const OPERATORS = 30;
const ROUNDS = 8;
const FLAT_OUT_MS = 1_000;
const PACED_MS = 2_000;
const ARRIVE_WITHIN_MS = 60_000;

/** Sends the report of this number over a bridge's socket. */
type Tell = (bridge: number, sequence: number) => void;

export interface FanOut {
	perSecond: number;
	/** Deliveries for each second of the runtime's CPU: what the clients and the rest of the machine do does not count. */
	perCpuSecond: number;
	p99: number;
}

interface Stage {
	relay: Relay;
	/** Before a round: the room may have slept while it was the other's turn. */
	wake(): Promise<void>;
	bridges: WebSocket[];
	watchers: WebSocket[];
	tell: Tell;
	delivered: number;
	seconds: number;
	cpuMs: number;
	/** Of each paced round the 99th percentile, in ms. */
	p99s: number[];
	sequence: number;
}

/** The two take turns in short rounds, so that what else the machine does falls on both. */
export async function fanOut(ours: Relay, bare: Relay): Promise<{ ours: FanOut; bare: FanOut }> {
	const stages = { bare: await ofBare(bare), ours: await ofPylon(ours) };
	const both = [stages.bare, stages.ours];
	for (const stage of both) await flatOut(stage);
	for (const stage of both) Object.assign(stage, { delivered: 0, seconds: 0, cpuMs: 0 });
	for (let round = 0; round < ROUNDS; round++) for (const stage of both) await flatOut(stage);
	for (let round = 0; round < ROUNDS; round++) for (const stage of both) await paced(stage);
	for (const { watchers, bridges } of both) for (const socket of [...watchers, ...bridges]) socket.close();
	return { ours: result(stages.ours), bare: result(stages.bare) };
}

function result({ delivered, seconds, cpuMs, p99s }: Stage): FanOut {
	return {
		perSecond: delivered / seconds,
		perCpuSecond: delivered / (cpuMs / 1_000),
		// In the median of the rounds: one in which the machine was busy elsewhere does not decide.
		p99: percentile(p99s, 0.5),
	};
}

/** What a frame carries to be recognised by: the number of errors of an agent, of all fields the freest one. */
const sequenceIn = (data: Buffer): number => {
	const at = data.indexOf('"errors":');
	return at < 0 ? -1 : Number.parseInt(data.toString('latin1', at + 9, at + 20), 10);
};

/** Each bridge tells again when what it told before has arrived at the last watcher. */
async function flatOut(stage: Stage): Promise<void> {
	const { bridges, watchers, tell, relay } = stage;
	await stage.wake();
	const owner = new Map<number, number>();
	let isOver = false;
	let delivered = 0;
	const next = (bridge: number) => {
		if (isOver) return;
		owner.set(++stage.sequence, bridge);
		tell(bridge, stage.sequence);
	};
	const count = (data: Buffer) => {
		if (owner.has(sequenceIn(data))) delivered++;
	};
	const goOn = (data: Buffer) => {
		const bridge = owner.get(sequenceIn(data));
		if (bridge !== undefined) next(bridge);
	};
	for (const watcher of watchers) watcher.on('message', count);
	watchers.at(-1)?.on('message', goOn);
	const [cpu, start] = [await cpuOf(relay), performance.now()];
	for (let bridge = 0; bridge < bridges.length; bridge++) next(bridge);
	await pause(FLAT_OUT_MS);
	isOver = true;
	// To the last one that is under way: a round is as long as that takes.
	const wanted = () => owner.size * watchers.length;
	await arrived(() => delivered, wanted);
	stage.seconds += (performance.now() - start) / 1_000;
	stage.cpuMs += (await cpuOf(relay)) - cpu;
	stage.delivered += delivered;
	watchers.at(-1)?.off('message', goOn);
	for (const watcher of watchers) watcher.off('message', count);
}

/** Each bridge once a second, evenly spread. */
async function paced(stage: Stage): Promise<void> {
	const { bridges, watchers, tell } = stage;
	const latencies: number[] = [];
	await stage.wake();
	const sentAt = new Map<number, number>();
	let heard = 0;
	const hear = (data: Buffer) => {
		const sent = sentAt.get(sequenceIn(data));
		if (sent === undefined) return;
		heard++;
		latencies.push(performance.now() - sent);
	};
	for (const watcher of watchers) watcher.on('message', hear);
	const start = performance.now();
	for (let turn = 0; turn < (PACED_MS / 1_000) * bridges.length; turn++) {
		await pause(Math.max(0, start + (turn * 1_000) / bridges.length - performance.now()));
		sentAt.set(++stage.sequence, performance.now());
		tell(turn % bridges.length, stage.sequence);
	}
	await arrived(
		() => heard,
		() => sentAt.size * watchers.length,
	);
	for (const watcher of watchers) watcher.off('message', hear);
	stage.p99s.push(percentile(latencies, 0.99));
}

function percentile(values: number[], share: number): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}

async function arrived(heard: () => number, wanted: () => number): Promise<void> {
	const deadline = performance.now() + ARRIVE_WITHIN_MS;
	while (heard() < wanted()) {
		if (performance.now() > deadline) throw new Error(`Of ${wanted()} deliveries ${heard()} arrived.`);
		await pause(5);
	}
}

const staged = (relay: Relay, watchers: WebSocket[], bridges: WebSocket[], tell: Tell, wake: () => Promise<void>): Stage => ({
	relay,
	wake,
	watchers,
	bridges,
	tell,
	delivered: 0,
	seconds: 0,
	cpuMs: 0,
	p99s: [],
	sequence: 0,
});

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
		bridges.push(await team.socket(index));
	}
	const wake = async () => {
		for (const [index, socket] of bridges.entries()) {
			const answered = messageWith(socket, '"id":2');
			report(socket, { whole: [team.reportOf(index, 1)], changed: [], gone: [] });
			await answered;
		}
	};
	const [touch] = team.reportOf(1, 1).touches;
	const tell: Tell = (bridge, sequence) => {
		const { agentId } = team.reportOf(bridge, 0);
		const socket = bridges[bridge];
		if (socket !== undefined) report(socket, { whole: [], changed: [{ agentId, errors: sequence, touches: [touch] }], gone: [] });
	};
	return staged(relay, watchers, bridges, tell, wake);
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
	return staged(relay, watchers, bridges, tell, async () => undefined);
}

/** Less the few bytes around it; `bench/party.ts` prints the real size of a frame. */
const FRAME_BYTES = 330;
