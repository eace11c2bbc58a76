/**
 * How soon 500 clients are back after their relay was killed and started again ten seconds later, and how hard they knock meanwhile.
 * They share this machine with the relay. `npm run bench -- restart`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Relay, startRelay } from '../scripts/relay.ts';
import { openRoomSocket, type RoomSocket } from '../shared/relay.ts';
import { CREATE_KEY, cpuOf, pause, TestTeam } from './party/team.ts';

const CLIENTS = 500;
const OPERATORS = 30;
const AGENTS = 60;
const DOWN_MS = 10_000;
const BACK_WITHIN_MS = 5_000;
/** Of one core. Where a machine has it to spare, the clients are back in time. */
const CPU_MS = 2_000;
const GIVE_UP_MS = 60_000;
/** What counts as at once. */
const AT_ONCE_MS = 100;

interface Client {
	socket: RoomSocket;
	/** When it last got a snapshot. */
	heardAt: number;
	failedAt: number[];
}

const folder = await mkdtemp(join(tmpdir(), 'bench-restart-'));
let relay = await startRelay({ persist: folder, createKey: CREATE_KEY });
try {
	const team = await TestTeam.open(relay.url, { operators: OPERATORS, agents: AGENTS, touches: 10 });
	const clients: Client[] = [];
	for (let index = 0; index < CLIENTS; index++) {
		clients.push(watch(team, index));
		await pause(10);
	}
	await all(clients, 0);
	const cutAt = performance.now();
	relay = await restart(relay);
	const upAt = performance.now();
	await all(clients, cutAt);
	row('CPU of the relay until all are back: ms', await cpuOf(relay), CPU_MS);
	report(clients, upAt, cutAt);
	for (const { socket } of clients) socket.close();
} finally {
	await relay.stop();
	await rm(folder, { recursive: true, force: true });
}

function watch(team: TestTeam, index: number): Client {
	const client = { heardAt: 0, failedAt: [] as number[] };
	const credential = team.members[index % OPERATORS]?.credential ?? '';
	const socket = openRoomSocket({
		server: team.url,
		room: team.room,
		credential,
		onState: () => undefined,
		onUnreachable: () => client.failedAt.push(performance.now()),
	});
	socket.client.room.watch.subscribe(
		{ as: 'viewer' },
		{
			onData: (event) => {
				if (event.type === 'snapshot') client.heardAt = performance.now();
			},
		},
	);
	return Object.assign(client, { socket });
}

async function restart({ pid, url, stop }: Relay): Promise<Relay> {
	process.kill(-pid, 'SIGKILL');
	await stop();
	await pause(DOWN_MS);
	return startRelay({ persist: folder, createKey: CREATE_KEY, port: Number(new URL(url).port) });
}

/** Until each has had a snapshot since then. */
async function all(clients: Client[], since: number): Promise<void> {
	const deadline = performance.now() + GIVE_UP_MS;
	while (clients.some(({ heardAt }) => heardAt <= since)) {
		if (performance.now() > deadline) throw new Error(`${clients.filter(({ heardAt }) => heardAt <= since).length} clients never came.`);
		await pause(10);
	}
}

function report(clients: Client[], upAt: number, cutAt: number): void {
	const back = clients.map(({ heardAt }) => heardAt - upAt).sort((one, other) => one - other);
	const half = back[Math.floor(CLIENTS / 2)] ?? Number.NaN;
	const last = back.at(-1) ?? Number.NaN;
	// The first second is the moment when all of them were cut off.
	const knocks = clients.flatMap(({ failedAt }) => failedAt).filter((at) => at > cutAt + 1_000 && at < upAt);
	const crowd = busiest(knocks) / CLIENTS;
	row('half of the clients are back: ms', half, BACK_WITHIN_MS);
	row('the last one is back: ms', last, BACK_WITHIN_MS);
	row(`most of them that knock within ${AT_ONCE_MS} ms, as a part`, crowd, 0.2);
}

function busiest(times: number[]): number {
	const counts = new Map<number, number>();
	for (const at of times) counts.set(Math.floor(at / AT_ONCE_MS), (counts.get(Math.floor(at / AT_ONCE_MS)) ?? 0) + 1);
	return Math.max(0, ...counts.values());
}

function row(what: string, measured: number, most: number): void {
	const isMet = measured <= most;
	console.log(`${isMet ? 'ok  ' : 'MISS'} ${what.padEnd(60)} ${measured.toFixed(measured < 10 ? 2 : 0).padStart(8)}  ≤ ${most}`);
	if (!isMet) process.exitCode = 1;
}
