import { existsSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { mcpOf } from '../mcp/installed-mcp.ts';
import { type Change, carryOut, type Planned, planAdding, planRemoving, type Subject, stateOf } from './additions.ts';
import { CLIENTS, HOOK_KINDS, type HookKind } from './clients/index.ts';
import { hasOtherLine, hooksOf } from './installed-hooks.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
	for (const kind of HOOK_KINDS) mkdirSync(CLIENTS[kind].folder({ home: scratch.home, env: {} }), { recursive: true });
});
afterEach(() => scratch.remove());

const at = (script = '/opt/pylon/dist/pylon.js') => ({ home: scratch.home, env: {}, script });

function change(planned: Planned): Change {
	if ('problem' in planned) throw new Error(planned.problem);
	return planned;
}
const add = (subject: Subject) => carryOut(scratch.home, change(planAdding(scratch.home, subject)));
const remove = (subject: Subject) => carryOut(scratch.home, change(planRemoving(scratch.home, subject)));
const bytes = (file: string) => readFileSync(file).toString('latin1');
function put(file: string, text: string): void {
	mkdirSync(dirname(file), { recursive: true });
	scratch.write(file.slice(scratch.home.length + 1), text);
}

const THEIRS = { hooks: [{ type: 'command', command: 'say hello' }] };
const EVENT: Partial<Record<HookKind, string>> = { 'claude-code': 'PreToolUse', codex: 'Stop', 'gemini-cli': 'AfterTool', cursor: 'stop' };

/** As people write them. */
const FILES: Record<string, (event: string) => string> = {
	'an empty object': () => '{}',
	'other settings': () => '{\n  "model": "best",\n  "env": { "KEY": "value" }\n}\n',
	'tabs, and no newline at its end': () => '{\n\t"model": "best"\n}',
	CRLF: () => '{\r\n  "model": "best"\r\n}\r\n',
	'a byte order mark': () => '\uFEFF{ "model": "best" }\n',
	'hooks of their own': (event) => `${JSON.stringify({ hooks: { [event]: [THEIRS], Other: [] } }, undefined, 4)}\n`,
	'empty hooks': (event) => `{ "hooks": { "${event}": [] }, "more": {} }\n`,
	'comments and trailing commas': (event) =>
		`{\n  // mine\n  "hooks": {\n    "${event}": [ /* one */ ${JSON.stringify(THEIRS)}, ],\n  },\n}\n`,
	'all in one line': (event) => `{"hooks":{"${event}":[${JSON.stringify(THEIRS)}]}}`,
};

describe.each(HOOK_KINDS.filter((kind) => kind in EVENT))('[W7] hooks of %s', (kind) => {
	test.each(Object.entries(FILES))('leave %s byte for byte as it was', (_, text) => {
		const subject = hooksOf(kind, at());
		const { file } = subject.addition;
		put(file, text(EVENT[kind] as string));
		const before = bytes(file);
		add(subject);
		expect(bytes(file)).toContain('pylon-hook.cjs');
		expect(stateOf(scratch.home, subject)).toBe('current');
		remove(subject);
		expect(bytes(file)).toBe(before);
		expect(stateOf(scratch.home, subject)).toBe('absent');
	});

	test('are put there once', () => {
		const subject = hooksOf(kind, at());
		put(subject.addition.file, FILES['hooks of their own']?.(EVENT[kind] as string) ?? '');
		add(subject);
		const once = bytes(subject.addition.file);
		add(subject);
		expect(bytes(subject.addition.file)).toBe(once);
		const other = hooksOf(kind, at('/elsewhere/dist/pylon.js'));
		expect(stateOf(scratch.home, other)).toBe('other');
		add(other);
		expect(bytes(subject.addition.file)).toBe(once.replaceAll('/opt/pylon/', '/elsewhere/'));
	});

	test('go, and what was changed since stays', () => {
		const subject = hooksOf(kind, at());
		const { file } = subject.addition;
		put(file, '{\n  // mine\n  "model": "best"\n}\n');
		add(subject);
		put(file, bytes(file).replace('"best"', '"better"'));
		remove(subject);
		expect(bytes(file)).toBe('{\n  // mine\n  "model": "better"\n}\n');
	});

	test('go where somebody put theirs in between', () => {
		const subject = hooksOf(kind, at());
		const { file } = subject.addition;
		put(file, '{}\n');
		add(subject);
		const now = JSON.parse(bytes(file)) as { hooks: Record<string, unknown[]> };
		now.hooks[EVENT[kind] as string]?.push(THEIRS);
		put(file, JSON.stringify(now));
		remove(subject);
		expect(JSON.parse(bytes(file))).toMatchObject({ hooks: { [EVENT[kind] as string]: [THEIRS] } });
		expect(bytes(file)).not.toContain('pylon');
	});

	test.each([
		['{ "hooks": '],
		['[]'],
		['{ "hooks": [] }'],
		['{ "hooks": { "Stop": 1, "stop": 1, "AfterTool": 1, "PreToolUse": 1 } }'],
		['"text"'],
		[''],
	])('leave %j alone', (text) => {
		const subject = hooksOf(kind, at());
		put(subject.addition.file, text);
		expect(planAdding(scratch.home, subject)).toEqual({ problem: expect.stringContaining('left alone') });
		expect(bytes(subject.addition.file)).toBe(text);
	});
});

test.each(HOOK_KINDS)('[W7] hooks of %s leave no file that was not there', (kind) => {
	const subject = hooksOf(kind, at());
	add(subject);
	expect(existsSync(subject.addition.file)).toBe(true);
	expect(statSync(subject.addition.file).mode & 0o077).toBe(0);
	remove(subject);
	expect(existsSync(subject.addition.file)).toBe(false);
	expect(existsSync(CLIENTS[kind].folder({ home: scratch.home, env: {} }))).toBe(true);
	remove(subject);
});

test('[W7] a file of ours that somebody else wrote is left alone', () => {
	const subject = hooksOf('opencode', at());
	put(subject.addition.file, 'export const Pylon = () => ({});\n');
	expect(planAdding(scratch.home, subject)).toEqual({ problem: expect.stringContaining('left alone') });
	expect(planRemoving(scratch.home, subject)).toEqual({ problem: expect.stringContaining('left alone') });
});

test('[W7] a link stays one, and its file keeps its mode', () => {
	const subject = hooksOf('claude-code', at());
	const real = scratch.write('dotfiles/claude.json', '{}\n');
	symlinkSync(real, subject.addition.file);
	add(subject);
	expect(lstatSync(subject.addition.file).isSymbolicLink()).toBe(true);
	expect(bytes(real)).toContain('pylon-hook');
	expect(statSync(real).mode & 0o777).toBe(0o644);
	remove(subject);
	expect(bytes(real)).toBe('{}\n');
});

describe('[W7] the status line of Claude Code', () => {
	const withLine = () => hooksOf('claude-code', { ...at(), line: true });

	test.each(Object.entries(FILES))('comes with the hooks, stays with them, and leaves %s byte for byte as it was', (_, text) => {
		const { file } = withLine().addition;
		put(file, text('PreToolUse'));
		const before = bytes(file);
		add(withLine());
		expect(bytes(file)).toMatch(/"statusLine": ?\{[^}]*pylon-hook\.cjs status --line/);
		// Whoever installs hooks anew, and says nothing of the line, keeps it.
		expect(stateOf(scratch.home, hooksOf('claude-code', at()))).toBe('current');
		add(hooksOf('claude-code', at()));
		expect(bytes(file)).toContain('statusLine');
		remove(hooksOf('claude-code', at()));
		expect(bytes(file)).toBe(before);
	});

	test('is put where hooks are already, and goes with them', () => {
		const { file } = withLine().addition;
		put(file, '{\n  "model": "best"\n}\n');
		add(hooksOf('claude-code', at()));
		expect(bytes(file)).not.toContain('statusLine');
		add(withLine());
		expect(bytes(file)).toContain('statusLine');
		remove(hooksOf('claude-code', at()));
		expect(bytes(file)).toBe('{\n  "model": "best"\n}\n');
	});

	test('never takes the place of one that is there', () => {
		const { file } = withLine().addition;
		const own = '{\n  "statusLine": { "type": "command", "command": "date" }\n}\n';
		put(file, own);
		expect(hasOtherLine('claude-code', at())).toBe(true);
		add(withLine());
		expect(bytes(file)).toContain('"command": "date"');
		expect(bytes(file)).not.toContain('--line');
		expect(stateOf(scratch.home, hooksOf('claude-code', at()))).toBe('current');
		remove(hooksOf('claude-code', at()));
		expect(bytes(file)).toBe(own);
	});

	test('that somebody put in the place of ours stays', () => {
		const { file } = withLine().addition;
		put(file, '{}\n');
		add(withLine());
		put(file, JSON.stringify({ ...(JSON.parse(bytes(file)) as object), statusLine: { type: 'command', command: 'date' } }));
		remove(hooksOf('claude-code', at()));
		expect(JSON.parse(bytes(file))).toEqual({ statusLine: { type: 'command', command: 'date' } });
	});
});

describe('[W7] the MCP server', () => {
	test.each(HOOK_KINDS)('of %s goes as it came', (kind) => {
		const subject = mcpOf(kind, at());
		const { file, in: as } = subject.addition;
		for (const text of as === 'toml'
			? ['', 'model = "best" # mine\n\n[mcp_servers.other]\ncommand = "x"', 'a = 1\n']
			: ['{}', '{ "mcpServers": { "other": {} }, "mcp": {} }\n']) {
			put(file, text);
			add(subject);
			expect(bytes(file)).toContain('/opt/pylon/dist/pylon.js');
			expect(stateOf(scratch.home, subject)).toBe('current');
			add(subject);
			remove(subject);
			expect(bytes(file)).toBe(text);
		}
	});

	test('a TOML file that does not parse is left alone', () => {
		const subject = mcpOf('codex', at());
		put(subject.addition.file, 'model = \n');
		expect(planAdding(scratch.home, subject)).toEqual({ problem: expect.stringContaining('left alone') });
	});

	test('beside hooks in one file, in whatever order they go', () => {
		const [hooks, mcp] = [hooksOf('gemini-cli', at()), mcpOf('gemini-cli', at())];
		for (const order of [
			[hooks, mcp],
			[mcp, hooks],
		]) {
			put(hooks.addition.file, '{\n  "ui": {}\n}\n');
			add(hooks);
			add(mcp);
			for (const each of order) remove(each);
			expect(bytes(hooks.addition.file)).toBe('{\n  "ui": {}\n}\n');
		}
	});
});

test('[W7] what was added is noted where nobody else reads it', () => {
	add(hooksOf('claude-code', at()));
	expect(statSync(join(scratch.home, '.pylon/added.json')).mode & 0o077).toBe(0);
});
