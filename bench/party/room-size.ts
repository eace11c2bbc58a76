/** What the size of a room costs: a snapshot, a report, a byte. */
import type WebSocket from 'ws';
import type { Relay } from '../../scripts/relay.ts';
import { callRelay } from '../../shared/relay.ts';
import { cpuOf, messageWith, openSocket, pause, TestTeam } from './team.ts';

const JOINS = 24;
const REPORTS = 3_000;
const REPORTERS = 50;
const IDLE_MS = 20_000;
const WATCH = JSON.stringify({ id: 1, method: 'subscription', params: { path: 'room.watch', input: { as: 'viewer' } } });

/**
 * From asking for a snapshot to having it, beside asking a bare party for as many bytes. The two take turns, each on a new
 * socket, since a socket's buffers grow with what it has carried; the lower quartile counts, where the machine did nothing else.
 */
export async function snapshots(team: TestTeam, bare: Relay): Promise<{ ours: number; bare: number; bytes: number }> {
	// Everybody is online already: who joins is one more browser.
	for (let member = 0; member < team.members.length; member++) await team.socket(member);
	const join = async (index: number) => timed(await team.socket(index), WATCH, '"type":"snapshot"');
	const { bytes } = await join(0);
	const url = `${bare.url.replace('http', 'ws')}/parties/main/snapshot`;
	const keeper = await openSocket(url);
	keeper.send(`keep${bytes}`);
	const times: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
	for (let index = 0; index < JOINS; index++) {
		times.ours.push((await join(index)).ms);
		times.bare.push((await timed(await openSocket(url), 'give', 'xxxx')).ms);
	}
	keeper.close();
	return { ours: lowerQuartile(times.ours), bare: lowerQuartile(times.bare), bytes };
}

/** Asks on a fresh socket, and closes it. */
async function timed(socket: WebSocket, question: string, answer: string): Promise<{ ms: number; bytes: number }> {
	await pause(100);
	const answered = messageWith(socket, answer);
	const start = performance.now();
	socket.send(question);
	const bytes = (await answered).length;
	const ms = performance.now() - start;
	socket.close();
	return { ms, bytes };
}

/** CPU of the runtime for one report of one changed touch, in ms. */
export async function costOfReport(relay: Relay, team: TestTeam): Promise<number> {
	const sockets = await Promise.all(Array.from({ length: REPORTERS }, (_, index) => team.socket(index)));
	await pause(500);
	const frame = (index: number, sequence: number) => {
		const { agentId } = team.reportOf(index % team.members.length, 0);
		const [touch] = team.reportOf(index % team.members.length, 1).touches;
		const changed = [{ agentId, errors: sequence, touches: [touch] }];
		return JSON.stringify({ id: 2, method: 'mutation', params: { path: 'agent.report', input: { whole: [], changed, gone: [] } } });
	};
	const frames = sockets.map((_, index) => Array.from({ length: REPORTS / REPORTERS }, (_, sequence) => frame(index, sequence)));
	let answered = 0;
	for (const socket of sockets) {
		socket.on('message', (data) => {
			if (String(data).includes('"error"')) throw new Error(`A report was refused: ${data}`);
			answered++;
		});
	}
	const before = await cpuOf(relay);
	for (let turn = 0; turn < REPORTS / REPORTERS; turn++) {
		for (const [index, socket] of sockets.entries()) socket.send(frames[index]?.[turn] ?? '');
		await pause(55); // Twenty a second and socket, no more.
	}
	while (answered < REPORTS) await pause(20);
	const cost = ((await cpuOf(relay)) - before) / REPORTS;
	for (const socket of sockets) socket.close();
	await pause(500);
	return cost;
}

/** The frames, header of WebSocket included, for one changed touch. */
export async function wireBytes(relay: Relay): Promise<{ up: number; down: number }> {
	const team = await TestTeam.open(relay.url, { operators: 2, agents: 2, touches: 1 });
	const [watcher, bridge] = [await team.socket(0), await team.socket(1)];
	const joined = messageWith(watcher, '"type":"snapshot"');
	watcher.send(WATCH);
	await joined;
	const { agentId, touches } = team.reportOf(1, 1);
	const message = JSON.stringify({
		id: 2,
		method: 'mutation',
		params: { path: 'agent.report', input: { whole: [], changed: [{ agentId, touches }], gone: [] } },
	});
	const told = messageWith(watcher, '"agent-changed"');
	bridge.send(message);
	const down = (await told).length + headerBytes((await told).length, false);
	team.close();
	return { up: message.length + headerBytes(message.length, true), down };
}

/** RFC 6455, section 5.2. */
const headerBytes = (length: number, isMasked: boolean): number => 2 + (length > 125 ? 2 : 0) + (isMasked ? 4 : 0);

/** Bytes in either direction while the room falls asleep and sleeps, of one operator's bridge and browser. */
export async function idleBytes(relay: Relay): Promise<number> {
	const team = await TestTeam.open(relay.url, { operators: 1, agents: 3, touches: 5 });
	const sockets = [await team.socket(0), await team.socket(0)];
	for (const [index, socket] of sockets.entries()) {
		socket.send(
			JSON.stringify({ id: 1, method: 'subscription', params: { path: 'room.watch', input: { as: index === 0 ? 'viewer' : 'bridge' } } }),
		);
	}
	await pause(1_000);
	const raw = sockets.map((socket) => (socket as unknown as { _socket: { bytesRead: number; bytesWritten: number } })._socket);
	const total = () => raw.reduce((sum, { bytesRead, bytesWritten }) => sum + bytesRead + bytesWritten, 0);
	const before = total();
	await pause(IDLE_MS);
	const bytes = total() - before;
	// They were not simply dead: the room answers.
	await callRelay({ server: relay.url, room: team.room, credential: team.members[0]?.credential }).room.get.query();
	const isOpen = sockets.every((socket) => socket.readyState === socket.OPEN);
	team.close();
	return isOpen ? bytes : Number.NaN;
}

function lowerQuartile(values: number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 4)] ?? Number.NaN;
}
