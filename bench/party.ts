/**
 * The relay against a bare party of partyserver that only hands on frames of the same size: both in workerd, in the same run, on
 * this machine, which runs the clients too. `npm run bench -- party`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Relay, startRelay } from '../scripts/relay.ts';
import { monthlyCost } from './party/cost.ts';
import { fanOut } from './party/fan-out.ts';
import { costOfReport, idleBytes, snapshots, wireBytes } from './party/room-size.ts';
import { CREATE_KEY, memoryOf, TestTeam } from './party/team.ts';
import { watchingBridge } from './party/watching-bridge.ts';

const SNAPSHOT_OPERATORS = 50;
const SNAPSHOT_AGENTS = 500;
const SNAPSHOT_TOUCHES = 100;

interface Row {
	what: string;
	ours: string;
	bare: string;
	ratio: string;
	wanted: string;
	isMet: boolean;
}

const folder = await mkdtemp(join(tmpdir(), 'bench-party-'));
const relays: Relay[] = [];
try {
	for (const row of await measure()) {
		console.log(
			`${row.isMet ? 'ok  ' : 'MISS'} ${row.what.padEnd(58)} ${row.ours.padStart(16)} ${row.bare.padStart(16)} ${row.ratio.padStart(7)}  ${row.wanted}`,
		);
		if (!row.isMet) process.exitCode = 1;
	}
	console.log(`\n${monthlyCost()}`);
} finally {
	for (const relay of relays) await relay.stop();
	await rm(folder, { recursive: true, force: true });
}

async function measure(): Promise<Row[]> {
	console.log('     '.padEnd(63), 'ours'.padStart(16), 'bare'.padStart(16), 'ratio'.padStart(7));
	const asked = performance.now();
	const ours = await start('ours');
	await fetch(`${ours.url}/health`);
	const startMs = performance.now() - asked;
	const bare = await start('bare', resolve(import.meta.dirname, 'fixtures/bare-party.ts'));
	// Size first: memory is told by what the runtime holds, and it does not give back what it once had.
	const started = row('from starting to the first answer: ms', startMs, Number.NaN, Number.NaN, '≤ 1,000', startMs <= 1_000);
	return [started, ...(await measureSize(ours, bare)), ...(await measureFanOut(ours, bare)), ...(await measureWire(ours))];
}

async function start(name: string, main?: string): Promise<Relay> {
	const relay = await startRelay({ persist: join(folder, name), createKey: CREATE_KEY, ...(main !== undefined && { main }) });
	relays.push(relay);
	return relay;
}

async function measureFanOut(ours: Relay, bare: Relay): Promise<Row[]> {
	const measured = await fanOut(ours, bare);
	const [mine, theirs] = [measured.ours, measured.bare];
	const [wall, cpu, late] = [mine.perSecond / theirs.perSecond, mine.perCpuSecond / theirs.perCpuSecond, mine.p99 / theirs.p99];
	return [
		row('fan-out, as fast as it goes: deliveries/s', mine.perSecond, theirs.perSecond, wall, '≥ 1', wall >= 1),
		row('the same for each second of the runtime’s CPU', mine.perCpuSecond, theirs.perCpuSecond, cpu, '≥ 1', cpu >= 1),
		row('fan-out, 50 reports/s to 500 watchers: p99 in ms', mine.p99, theirs.p99, late, '≤ 1.5', late <= 1.5),
	];
}

async function measureSize(ours: Relay, bare: Relay): Promise<Row[]> {
	const large = await TestTeam.open(ours.url, { operators: SNAPSHOT_OPERATORS, agents: SNAPSHOT_AGENTS, touches: SNAPSHOT_TOUCHES });
	const megabytes = await memoryOf(ours);
	const small = await TestTeam.open(ours.url, { operators: 5, agents: 5, touches: SNAPSHOT_TOUCHES });
	const inSmall = await costOfReport(ours, small);
	const joined = await snapshots(large, bare);
	const inLarge = await costOfReport(ours, large);
	const bridge = await watchingBridge(large, folder);
	large.close();
	small.close();
	const [snapshotRatio, costRatio] = [joined.ours / joined.bare, inLarge / inSmall];
	return [
		row(
			`snapshot of ${SNAPSHOT_AGENTS} agents, ${(joined.bytes / 1e6).toFixed(1)} MB: ms`,
			joined.ours,
			joined.bare,
			snapshotRatio,
			'≤ 2',
			snapshotRatio <= 2,
		),
		row('CPU of one report, ms: in a room of 500 agents, of 5', inLarge, inSmall, costRatio, '≤ 1.5', costRatio <= 1.5),
		row('memory of the relay with that room, garbage included: MB', megabytes, Number.NaN, Number.NaN, '≤ 150', megabytes <= 150),
		row('memory of a bridge that hears of all of it: MB', bridge.megabytes, Number.NaN, Number.NaN, '≤ 150', bridge.megabytes <= 150),
		row('its CPU while fifty of them report, of one core: %', bridge.share, Number.NaN, Number.NaN, '', true),
	];
}

async function measureWire(ours: Relay): Promise<Row[]> {
	const { up, down } = await wireBytes(ours);
	const idle = await idleBytes(ours);
	return [
		row('one changed touch: bytes from its bridge', up, Number.NaN, Number.NaN, '≤ 600', up <= 600),
		row('one changed touch: bytes to each watcher', down, Number.NaN, Number.NaN, '≤ 600', down <= 600),
		row('an idle operator with bridge and browser: bytes', idle, Number.NaN, Number.NaN, '0', idle === 0),
	];
}

function row(what: string, ours: number, bare: number, ratio: number, wanted: string, isMet: boolean): Row {
	return { what, ours: figure(ours), bare: figure(bare), ratio: figure(ratio), wanted, isMet };
}

function figure(value: number): string {
	return Number.isNaN(value) ? '' : value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 2 : 0 });
}
