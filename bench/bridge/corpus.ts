/**
 * A home folder as a year of work leaves it: 1,000 session files, 1 GB, with the mix of lines that real ones have. Most bytes are tool
 * results (Claude Code writes each twice: for the model and for its own use), with code, quotes and arrows in them.
 */
import {
	closeSync,
	existsSync,
	globSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	renameSync,
	utimesSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const FILES = 1_000;
const BYTES = 1_000_000_000;
const CODEX_SHARE = 0.2;

/** Mulberry32 (public domain): the same corpus on every machine. */
export function randomness(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** Makes the corpus below `folder` unless it is there, and returns the home folder. */
export function makeCorpus(folder: string, onProgress: (share: number) => void): string {
	const home = join(folder, 'home');
	if (existsSync(home)) return home;
	const making = join(folder, 'making');
	const random = randomness(1);
	const code = codeText();
	const base = Date.now() - 3_600_000;
	let written = 0;
	for (let n = 0; n < FILES; n++) {
		const size = Math.max(20_000, ((BYTES - written) / (FILES - n)) * (0.2 + random() * 1.6));
		const isCodex = random() < CODEX_SHARE;
		const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
		const path = isCodex
			? join(making, '.codex/sessions/2026/11', String(1 + (n % 28)).padStart(2, '0'), `rollout-2026-11-01T00-00-00-${id}.jsonl`)
			: join(making, '.claude/projects', `-home-jake-work-project-${n % 60}`, `${id}.jsonl`);
		mkdirSync(dirname(path), { recursive: true });
		const file = openSync(path, 'w');
		const lines = isCodex ? codexLines(id, random, code, base) : claudeLines(id, n, random, code, base);
		let held: string[] = [];
		let bytes = 0;
		while (bytes < size) {
			const line = `${lines.next().value}\n`;
			held.push(line);
			bytes += Buffer.byteLength(line);
			if (held.length < 100) continue;
			writeSync(file, held.join(''));
			held = [];
		}
		writeSync(file, held.join(''));
		closeSync(file);
		written += bytes;
		if (n % 20 === 0) onProgress(n / FILES);
	}
	writeFileSync(join(making, 'README'), 'Made by npm run bench -- bridge.\n');
	renameSync(making, home);
	return home;
}

/** A home folder with one session file of 500 MB, in lines of 5 MB. */
export function makeLongLines(folder: string): string {
	const home = join(folder, 'long');
	const session = '00000000-0000-4000-8000-00000000long';
	const path = join(home, '.claude/projects/-home-jake-work', `${session}.jsonl`);
	if (!existsSync(path)) {
		const making = `${path}.making`;
		mkdirSync(dirname(path), { recursive: true });
		const random = randomness(2);
		const code = codeText();
		const file = openSync(making, 'w');
		for (let n = 0; n < 100; n++) {
			const common = { cwd: '/home/jake/work', sessionId: session, version: '2.1.330', timestamp: new Date().toISOString() };
			writeSync(
				file,
				`${answer(common, random, `toolu_${n}`, listing(code, random, 1_100_000).repeat(2), listing(code, random, 1_100_000).repeat(2))}\n`,
			);
		}
		closeSync(file);
		renameSync(making, path);
	}
	dateFiles([path], 1, Date.now());
	return home;
}

const SMALL_FILES = 80;
const SMALL_LINES = 2_000;

/** A home folder whose lines have 0.5 KB in the mean: short answers and events, as most lines of Codex and many of Claude Code are. */
export function makeSmallLines(folder: string): string {
	const home = join(folder, 'small');
	if (existsSync(home)) return home;
	const making = join(folder, 'small-making');
	const random = randomness(3);
	const base = Date.now() - 3_600_000;
	for (let n = 0; n < SMALL_FILES; n++) {
		const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
		const isCodex = n % 2 === 0;
		const path = isCodex
			? join(making, `.codex/sessions/2026/11/01/rollout-2026-11-01T00-00-00-${id}.jsonl`)
			: join(making, '.claude/projects/-home-jake-work', `${id}.jsonl`);
		const lines = isCodex ? smallCodexLines(id, random, base) : smallClaudeLines(id, n, random, base);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, `${Array.from({ length: SMALL_LINES }, () => lines.next().value).join('\n')}\n`);
	}
	renameSync(making, home);
	return home;
}

const words = (random: () => number, most: number): string =>
	'It says what it does and why. '.repeat(20).slice(0, Math.floor(random() * most));

export function* smallClaudeLines(id: string, n: number, random: () => number, base: number): Generator<string, never> {
	for (let turn = 1; ; turn++) {
		const common = {
			parentUuid: uuid(random),
			isSidechain: false,
			cwd: '/home/jake/work',
			sessionId: id,
			version: '2.1.330',
			gitBranch: 'main',
		};
		const line = (record: object) =>
			JSON.stringify({ ...common, ...record, uuid: uuid(random), timestamp: new Date(base + turn * 10).toISOString() });
		const assistant = (block: object) =>
			line({
				type: 'assistant',
				message: {
					id: `msg_${n}_${turn}`,
					role: 'assistant',
					content: [block],
					stop_reason: 'tool_use',
					usage: { input_tokens: 2, cache_read_input_tokens: 80_000, output_tokens: 40 },
				},
			});
		const call = `toolu_${n}_${turn}`;
		yield assistant({ type: 'text', text: words(random, 300) });
		yield assistant({
			type: 'tool_use',
			id: call,
			name: 'Edit',
			input: { file_path: `/home/jake/work/src/${turn % 40}.ts`, old_string: 'a', new_string: 'b' },
		});
		yield line({
			type: 'user',
			message: { role: 'user', content: [{ tool_use_id: call, type: 'tool_result', content: words(random, 300) }] },
		});
	}
}

function* smallCodexLines(id: string, random: () => number, base: number): Generator<string, never> {
	let step = 0;
	const line = (type: string, payload: object) => JSON.stringify({ timestamp: new Date(base + step * 10).toISOString(), type, payload });
	yield line('session_meta', { id, cwd: '/home/jake/work', cli_version: '0.142.5', git: { branch: 'main' } });
	for (;;) {
		step++;
		const call = `call_${uuid(random)}`;
		if (step % 12 === 1) yield line('event_msg', { type: 'task_started', turn_id: uuid(random), model_context_window: 272_000 });
		yield line('response_item', {
			type: 'reasoning',
			summary: [],
			content: null,
			encrypted_content: 'Q'.repeat(Math.floor(random() * 900)),
		});
		yield line('response_item', {
			type: 'function_call',
			name: 'exec_command',
			arguments: JSON.stringify({ cmd: words(random, 200) }),
			call_id: call,
		});
		yield line('response_item', {
			type: 'function_call_output',
			call_id: call,
			output: `Process exited with code 0\n${words(random, 600)}`,
		});
		const usage = {
			input_tokens: 900 * step,
			cached_input_tokens: 800 * step,
			output_tokens: 40 * step,
			reasoning_output_tokens: 0,
			total_tokens: 940 * step,
		};
		yield line('event_msg', {
			type: 'token_count',
			info: { total_token_usage: usage, last_token_usage: usage, model_context_window: 272_000 },
			rate_limits: null,
		});
		yield line('event_msg', { type: 'agent_message', message: words(random, 400), phase: 'commentary' });
		if (step % 12 === 0) yield line('event_msg', { type: 'task_complete', turn_id: uuid(random), last_agent_message: words(random, 300) });
	}
}

/** Every session file below a folder. */
export function sessionFiles(home: string): string[] {
	return readdirSync(home, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith('.jsonl'))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

/** Makes a share of the files look as if they had been written just now, and the others as if a month ago. */
export function dateFiles(files: readonly string[], recentShare: number, now: number): void {
	const recent = Math.round(files.length * recentShare);
	for (const [i, path] of files.entries()) {
		const seconds = (i < recent ? now - 60_000 : now - 30 * 86_400_000) / 1000;
		utimesSync(path, seconds, seconds);
	}
}

function codeText(): string {
	const folder = join(import.meta.dirname, '../../bridge');
	const files = globSync('**/*.ts', { cwd: folder }).sort();
	const text = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
	return text.repeat(Math.ceil(4_000_000 / text.length));
}

/** As the Read tool prints a file: numbered lines, an arrow after each number in most versions. */
function listing(code: string, random: () => number, length: number): string {
	const from = Math.floor(random() * (code.length - length));
	return code
		.slice(from, from + length)
		.split('\n')
		.map((line, i) => `${String(i + 1).padStart(6)}→${line}`)
		.join('\n');
}

/** Log-normal: 3 KB in the median, 60 KB at the 97th percentile, 1.6 MB at the most. */
function resultLength(random: () => number): number {
	const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
	return Math.min(1_600_000, Math.round(3_000 * Math.exp(normal * 1.6)));
}

function* claudeLines(id: string, n: number, random: () => number, code: string, base: number): Generator<string, never> {
	const cwd = `/home/jake/work/project-${n % 60}`;
	let turn = 0;
	for (;;) {
		turn++;
		const common = {
			parentUuid: uuid(random),
			isSidechain: false,
			userType: 'external',
			cwd,
			sessionId: id,
			version: '2.1.197',
			gitBranch: `feature/${n % 7}`,
			timestamp: new Date(base + turn * 10).toISOString(),
		};
		const message = (content: object[], stop: string) => ({
			id: `msg_${n}_${turn}`,
			type: 'message',
			role: 'assistant',
			model: 'claude-opus-4-8',
			content,
			stop_reason: stop,
			stop_sequence: null,
			usage: {
				input_tokens: 12,
				cache_creation_input_tokens: 900,
				cache_read_input_tokens: 80_000,
				output_tokens: 400,
				service_tier: 'standard',
			},
		});
		const assistant = (content: object[], stop = 'tool_use') =>
			JSON.stringify({ ...common, message: message(content, stop), requestId: `req_${n}_${turn}`, type: 'assistant', uuid: uuid(random) });
		if (turn % 12 === 1)
			yield JSON.stringify({
				...common,
				type: 'user',
				message: { role: 'user', content: code.slice(turn, turn + 400) },
				uuid: uuid(random),
			});
		if (random() < 0.4) yield assistant([{ type: 'thinking', thinking: code.slice(turn, turn + 700), signature: 'Q'.repeat(1200) }]);
		const path = `${cwd}/src/file-${Math.floor(random() * 40)}.ts`;
		const call = `toolu_${n}_${turn}`;
		const kind = random();
		const text = listing(code, random, resultLength(random));
		if (kind < 0.35) {
			yield assistant([{ type: 'tool_use', id: call, name: 'Read', input: { file_path: path } }]);
			yield answer(common, random, call, text, {
				type: 'text',
				file: { filePath: path, content: text, numLines: 10, startLine: 1, totalLines: 10 },
			});
		} else if (kind < 0.6) {
			const [old, next] = [text.slice(0, 1500), text.slice(200, 1700)];
			yield assistant([
				{ type: 'tool_use', id: call, name: 'Edit', input: { replace_all: false, file_path: path, old_string: old, new_string: next } },
			]);
			yield answer(common, random, call, `The file ${path} has been updated.`, {
				filePath: path,
				oldString: old,
				newString: next,
				originalFile: text,
				structuredPatch: [],
			});
		} else {
			yield assistant([{ type: 'tool_use', id: call, name: 'Bash', input: { command: 'npm test', description: 'Run the tests' } }]);
			const failed = random() < 0.1;
			yield answer(
				common,
				random,
				call,
				text.slice(0, 30_000),
				failed ? `Error: ${text.slice(0, 30_000)}` : { stdout: text.slice(0, 30_000), stderr: '', interrupted: false },
				failed,
			);
		}
		if (turn % 12 === 0) yield assistant([{ type: 'text', text: code.slice(turn, turn + 900) }], 'end_turn');
		if (turn % 3 === 0)
			yield JSON.stringify({
				...common,
				type: 'attachment',
				attachment: { type: 'total_tokens_reminder', text: 'x'.repeat(80) },
				uuid: uuid(random),
			});
		if (turn % 6 === 0)
			yield JSON.stringify({
				type: 'api-request-blob',
				sessionId: id,
				hash: 'a'.repeat(64),
				message: { role: 'user', content: [{ type: 'tool_result', content: text.slice(0, 5000) }] },
			});
	}
}

function answer(common: object, random: () => number, call: string, content: string, result: unknown, failed = false): string {
	const block = { tool_use_id: call, type: 'tool_result', content, ...(failed && { is_error: true }) };
	return JSON.stringify({
		...common,
		type: 'user',
		message: { role: 'user', content: [block] },
		uuid: uuid(random),
		toolUseResult: result,
	});
}

function* codexLines(id: string, random: () => number, code: string, base: number): Generator<string, never> {
	let step = 0;
	const line = (type: string, payload: object) => JSON.stringify({ timestamp: new Date(base + step * 10).toISOString(), type, payload });
	yield line('session_meta', {
		id,
		cwd: '/home/jake/work/project-1',
		originator: 'codex_cli_rs',
		cli_version: '0.142.5',
		instructions: code.slice(0, 12_000),
		git: { branch: 'main' },
	});
	for (;;) {
		step++;
		const call = `call_${step}`;
		if (step % 12 === 1) yield line('event_msg', { type: 'task_started', turn_id: `turn_${step}` });
		if (random() < 0.3) yield line('response_item', { type: 'reasoning', summary: [], encrypted_content: 'Q'.repeat(2500) });
		if (random() < 0.7) {
			yield line('response_item', {
				type: 'function_call',
				name: 'exec_command',
				arguments: JSON.stringify({ cmd: 'rg -n thing src' }),
				call_id: call,
			});
			const output = `Chunk ID: 1\nWall time: 0.1 seconds\nProcess exited with code ${random() < 0.1 ? 1 : 0}\nOutput:\n${listing(code, random, Math.min(40_000, resultLength(random)))}`;
			yield line('response_item', { type: 'function_call_output', call_id: call, output });
		} else {
			const patch = `*** Begin Patch\n*** Update File: src/file-${step % 40}.ts\n${code.slice(step, step + 1500)}\n*** End Patch`;
			yield line('response_item', { type: 'custom_tool_call', status: 'completed', call_id: call, name: 'apply_patch', input: patch });
			yield line('event_msg', {
				type: 'patch_apply_end',
				call_id: call,
				success: true,
				changes: {
					[`/home/jake/work/project-1/src/file-${step % 40}.ts`]: { type: 'update', unified_diff: code.slice(step, step + 1500) },
				},
			});
			yield line('response_item', {
				type: 'custom_tool_call_output',
				call_id: call,
				output: '{"output":"Success.","metadata":{"exit_code":0}}',
			});
		}
		const total = { input_tokens: step * 1000, cached_input_tokens: step * 900, output_tokens: step * 40, total_tokens: step * 1040 };
		yield line('event_msg', {
			type: 'token_count',
			info: { total_token_usage: total, last_token_usage: total, model_context_window: 258_400 },
		});
		if (step % 12 === 0)
			yield line('event_msg', { type: 'task_complete', turn_id: `turn_${step}`, last_agent_message: code.slice(0, 600) });
	}
}

function uuid(random: () => number): string {
	const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
