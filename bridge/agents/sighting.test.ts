/** What of a record can reach a report, found out by planting a word in every field of every sample, one field at a time. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AGENT_KINDS, type AgentKind } from '../../shared/report/facts.ts';
import { isWrittenDatabase, makeDatabases } from '../../testing/sample-database.ts';
import { sentReports } from '../../testing/sent-reports.ts';
import { readLocalAgents } from '../local-agents/local-agents.ts';

const PLANTED = 'PLANTED';
const NOW = Date.UTC(2026, 10, 1);

/** Every field whose words a report may hold. A field that is added here leaves the machine from then on. */
const TOLD: { [K in AgentKind]: string[] } = {
	'claude-code': [
		'aiTitle',
		'gitBranch',
		'message.content[].input.file_path',
		'message.content[].input.notebook_path',
		'message.content[].input.subject',
		'message.content[].input.todos[].content',
		'subject',
		'toolUseResult.task.subject',
	],
	codex: ['payload.git.branch', 'payload.item.parsed_cmd[].path'],
	'gemini-cli': [
		'$set.summary',
		'messages[].toolCalls[].args.absolute_path',
		'summary',
		'toolCalls[].args.absolute_path',
		'toolCalls[].args.file_path',
		'toolCalls[].args.todos[].description',
	],
	// A list of to-dos, a part of a message and a session, each in its own file.
	opencode: ['[].content', 'state.input.filePath', 'title'],
	'copilot-cli': ['data.arguments.path', 'data.branch', 'data.context.branch', 'data.fileEdits[].path'],
	cursor: ['cursorDiskKV[].value.todos[].content', 'message.content[].input.path', 'message.content[].input.todos[].content'],
	pi: ['message.content[].arguments.path'],
	'oh-my-pi': [
		'message.content[].arguments.path',
		'message.details.meta.source.value',
		'message.details.path',
		'message.details.perFileResults[].path',
		'message.details.perFileResults[].sourcePath',
		'message.details.phases[].tasks[].content',
		'title',
	],
	'qwen-code': [
		'gitBranch',
		'message.parts[].functionCall.args.file_path',
		'message.parts[].functionCall.args.todos[].content',
		'systemPayload.customTitle',
	],
	cline: ['messages[].content[].input.files[].path', 'messages[].content[].input.path', 'metadata.git.branch'],
	zed: ['threads[].data.zstd.messages[].Agent.content[].ToolUse.input.path'],
	'vscode-copilot': ['v.requests[].response[].toolSpecificData.todoList[].title', 'v[].uri.fsPath'],
	kilo: ['part[].data.state.input.filePath', 'session[].title', 'todo[].content'],
	goose: ['messages[].content_json[].toolCall.value.arguments.content', 'messages[].content_json[].toolCall.value.arguments.path'],
	droid: ['message.content[].input.file_path', 'message.content[].input.todos'],
};

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'pylon-privacy-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function samplesOf(kind: AgentKind): string[] {
	const samples = join(import.meta.dirname, 'samples', kind);
	return existsSync(samples) ? readdirSync(samples).map((sample) => join(samples, sample)) : [];
}

function textFiles(sample: string): string[] {
	const found = readdirSync(sample, { recursive: true, withFileTypes: true });
	return found
		.filter((entry) => entry.isFile() && /\.jsonl?$/.test(entry.name) && entry.name !== 'expected.json')
		.map((entry) => join(entry.parentPath, entry.name));
}

/** The record with a word added to each text whose way (`a.b[].c`) is `way`; every way is told to `seen`. */
function planted(value: unknown, way: string, seen: Set<string>, here = ''): unknown {
	if (typeof value === 'string') {
		seen.add(here);
		return here === way ? `${value} ${PLANTED}` : value;
	}
	if (Array.isArray(value)) return value.map((each) => planted(each, way, seen, `${here}[]`));
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, each]) => [key, planted(each, way, seen, here === '' ? key : `${here}.${key}`)]),
	);
}

function plantIn(path: string, way: string, seen: Set<string>): void {
	const content = readFileSync(path, 'utf8');
	// A database is written as one document of many lines.
	const lines = isWrittenDatabase(path) ? [content] : content.split('\n');
	const changed = lines.map((line) => {
		try {
			return JSON.stringify(planted(JSON.parse(line), way, seen));
		} catch (error) {
			if (error instanceof SyntaxError) return line;
			throw error;
		}
	});
	writeFileSync(path, changed.join('\n'));
}

function finish(path: string): void {
	const content = readFileSync(path, 'utf8');
	if (content.includes('in_progress')) writeFileSync(path, content.replaceAll('in_progress', 'completed'));
}

async function reportsOf(home: string): Promise<string> {
	makeDatabases(home);
	const { agents } = await readLocalAgents({ home, env: {}, since: 'all', now: NOW });
	return JSON.stringify(await sentReports(agents, NOW));
}

describe.each(AGENT_KINDS)('%s', (kind) => {
	test('[P1] [P2] only these fields of a record can reach a report', async () => {
		const told = new Set<string>();
		for (const sample of samplesOf(kind)) {
			const ways = new Set<string>();
			const copy = join(folder, 'copy');
			cpSync(sample, copy, { recursive: true });
			for (const path of textFiles(copy)) plantIn(path, '', ways);
			for (const way of ways) {
				rmSync(copy, { recursive: true });
				cpSync(sample, copy, { recursive: true });
				for (const path of textFiles(copy)) plantIn(path, way, new Set());
				const unfinished = join(folder, 'unfinished');
				cpSync(copy, unfinished, { recursive: true });
				if ((await reportsOf(unfinished)).includes(PLANTED)) told.add(way);
				rmSync(unfinished, { recursive: true });
				// A step in progress hides the title: what a title may hold shows once all are done.
				for (const path of textFiles(copy)) finish(path);
				if ((await reportsOf(copy)).includes(PLANTED)) told.add(way);
			}
			rmSync(copy, { recursive: true });
		}
		expect([...told].sort()).toEqual(TOLD[kind]);
	});
});
