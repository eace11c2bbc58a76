/** One measurement of the bridge in a process of its own, so that memory and warm code are its own too. Prints one line of JSON. */
import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentReader } from '../../bridge/agents/agent-reader.ts';
import { newReaders } from '../../bridge/agents/index.ts';
import { followLocalAgents, readLocalAgents } from '../../bridge/local-agents/local-agents.ts';
import type { AgentKind } from '../../shared/report/facts.ts';
import { sessionFiles } from './corpus.ts';

const DAY_MS = 86_400_000;
const APPENDS = 40;
const IDLE_MS = 20_000;
const WARM_PASSES = 4;
const NEWLINE = 0x0a;

const [part = '', home = ''] = process.argv.slice(2);

/** What there is to beat: every line of every file, read and parsed by Node. */
function parseAll(): object {
	const start = performance.now();
	let lines = 0;
	for (const path of sessionFiles(home)) {
		for (const line of readFileSync(path, 'utf8').split('\n')) {
			if (line === '') continue;
			const record: unknown = JSON.parse(line);
			if (record !== null) lines++;
		}
	}
	return { ms: performance.now() - start, lines };
}

/** Of each line the record alone, as its reader skims it; and, beside it, as JSON.parse makes it. The files lie in memory, the code is warm. */
const skimLines = () => eachLine((reader, bytes, start, end) => reader.record?.(bytes, start, end));
const parseLines = () => eachLine((_, bytes, start, end) => JSON.parse(bytes.toString('utf8', start, end)) as unknown);

function eachLine(read: (reader: AgentReader<AgentKind>, bytes: Buffer, start: number, end: number) => unknown): object {
	const readers = newReaders();
	const files = sessionFiles(home).map((path) => {
		const kind = path.includes('.codex') ? 'codex' : 'claude-code';
		return { bytes: readFileSync(path), reader: readers.find((each) => each.kind === kind) as AgentReader<AgentKind> };
	});
	let ms = Number.POSITIVE_INFINITY;
	for (let pass = 0; pass < WARM_PASSES; pass++) {
		const begun = performance.now();
		for (const { bytes, reader } of files) {
			for (let start = 0, end = bytes.indexOf(NEWLINE); end !== -1; start = end + 1, end = bytes.indexOf(NEWLINE, start)) {
				if (!read(reader, bytes, start, end)) throw new Error('a line of the corpus is no record');
			}
		}
		ms = Math.min(ms, performance.now() - begun);
	}
	return { ms };
}

async function status(): Promise<object> {
	const start = performance.now();
	const now = Date.now();
	const { agents } = await readLocalAgents({ home, env: {}, since: now - DAY_MS, now });
	return { ms: performance.now() - start, agents: agents.length };
}

/** After a quiet second, from an append to the moment when the sending half is told. Then what it costs to do nothing. */
async function follow(): Promise<object> {
	const end = new AbortController();
	let told = () => {};
	await followLocalAgents({ home, env: {}, windowMs: DAY_MS, signal: end.signal, onChange: () => told() });
	const files = sessionFiles(home).filter((path) => path.includes('.claude'));
	const latencies: number[] = [];
	for (let i = 0; i < APPENDS; i++) {
		await sleep(1000);
		const heard = new Promise<void>((resolve) => {
			told = resolve;
		});
		const path = files[(i * 37) % files.length] as string;
		const start = performance.now();
		appendFileSync(path, `${editRecord(path, i)}\n`);
		await heard;
		latencies.push(performance.now() - start);
	}
	told = () => {};
	await sleep(2000);
	const cpu = process.cpuUsage();
	const idleFrom = performance.now();
	await sleep(IDLE_MS);
	const { user, system } = process.cpuUsage(cpu);
	const idleShare = (user + system) / 1000 / (performance.now() - idleFrom);
	const rss = process.memoryUsage().rss;
	end.abort();
	latencies.sort((a, b) => a - b);
	return { p95: latencies[Math.floor(latencies.length * 0.95) - 1], max: latencies.at(-1), idleShare, rss };
}

function editRecord(path: string, i: number): string {
	const session = path.slice(path.lastIndexOf('/') + 1, -6);
	const plan = [{ content: `Step ${i} of ${Date.now()}`, status: 'in_progress' }];
	const content = [{ type: 'tool_use', id: `toolu_bench_${i}`, name: 'TodoWrite', input: { todos: plan } }];
	const timestamp = new Date().toISOString();
	return JSON.stringify({
		type: 'assistant',
		sessionId: session,
		cwd: '/home/jake/work/project-1',
		timestamp,
		message: { id: `bench_${i}_${timestamp}`, content },
	});
}

/** What Linux counts for resourceUsage() begins with what the process that started this one took. */
function peakBytes(): number {
	const peak = process.platform === 'linux' && /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
	return (peak ? Number(peak) : process.resourceUsage().maxRSS) * 1024;
}

const parts: Record<string, () => object | Promise<object>> = { parseAll, parseLines, skimLines, status, follow };
const measured = await parts[part]?.();
process.stdout.write(`${JSON.stringify({ ...measured, maxRss: peakBytes() })}\n`);
