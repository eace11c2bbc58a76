/**
 * Claude Code 1.0.15 – 2.1.332: `~/.claude/projects/<dir>/<sessionId>.jsonl`, subagents beside or below it, tasks in
 * `~/.claude/tasks/<sessionId>/<n>.json`, running sessions in `~/.claude/sessions/<pid>.json`.
 * Never read: prompts, replies, thinking, commands, outputs, `history.jsonl`, `last-prompt`, `queue-operation`, `api-request*`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inHome } from '../../base/home.ts';
import { namesIn } from '../../base/missing-file.ts';
import type { AgentReader, Source } from '../agent-reader.ts';
import type { PlanStep } from '../sighting.ts';
import { Skim } from '../skim/skim.ts';
import { skimFile } from '../skim/skim-file.ts';
import { recordShape, task } from './record.ts';
import { sightingOf } from './record-sighting.ts';
import { Registry } from './registry.ts';
import { stepOf } from './tools.ts';

export function claudeCode(): AgentReader<'claude-code'> {
	const records = new Skim(recordShape, '{"parentUuid":');
	const registry = new Registry();
	return {
		kind: 'claude-code',

		roots: configFolders,

		enters(folder) {
			if (folder.length === 0) return true;
			return folder[0] === 'projects' && (folder.length <= 3 || folder[3] === 'subagents');
		},

		source(file) {
			const name = file.at(-1) ?? '';
			if (file[0] !== 'projects' || file.length < 3 || !name.endsWith('.jsonl')) return undefined;
			return transcript(file, name);
		},

		recordShape,

		record(buffer, start, end) {
			const record = records.read(buffer, start, end);
			return record && sightingOf(record);
		},

		sidecar(root, session) {
			const plan = tasksIn(join(root, 'tasks', session));
			return plan.length > 0 ? { plan } : undefined;
		},

		sidecarFolders: (session) => [['tasks', session]],

		processFolder: ['sessions'],

		processes: (root, sessions) => registry.processes(join(root, 'sessions'), sessions),
	};
}

/** Newer versions may keep to the XDG folder. The variable may name several folders, with commas in between, as usage counters read it. */
function configFolders(home: string, { CLAUDE_CONFIG_DIR: named, XDG_CONFIG_HOME: config }: NodeJS.ProcessEnv): string[] {
	if (!named) return [join(home, '.claude'), join(config || join(home, '.config'), 'claude')];
	const parts = named.split(',');
	const folders: string[] = [];
	while (parts.length > 0) {
		// A folder's own name may have one.
		const sizes = parts.map((_, index) => parts.length - index);
		const size = sizes.find((each) => existsSync(folderNamed(parts.slice(0, each), home))) ?? 1;
		folders.push(folderNamed(parts.splice(0, size), home));
	}
	return folders.filter((folder) => folder !== '');
}

/** No shell puts the home folder where a comma stands before its sign. */
const folderNamed = (parts: readonly string[], home: string): string => inHome(parts.join(',').trim(), home);

function transcript(file: readonly string[], name: string): Source | undefined {
	const parent = file[3] === 'subagents' ? file[2] : undefined;
	// A workflow keeps a journal beside the transcripts of its subagents.
	if (parent !== undefined && !name.startsWith('agent-')) return undefined;
	if (parent !== undefined) return { as: 'records', session: `${parent}/${name.slice(0, -6)}`, parent };
	// Up to 2.0.x a subagent's file lies beside its parent's, and only its records say whose it is.
	if (name.startsWith('agent-')) return { as: 'records' };
	return { as: 'records', session: name.slice(0, -6) };
}

function tasksIn(folder: string): PlanStep[] {
	const numbers = namesIn(folder).filter((name) => /^\d+\.json$/.test(name));
	numbers.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
	return numbers.flatMap((name) => {
		const found = skimFile(task, join(folder, name));
		return found ? stepOf(found) : [];
	});
}
