import { mkdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { carryOut, planAdding } from '../hooks/additions.ts';
import type { HookKind } from '../hooks/clients/index.ts';
import { hooksOf } from '../hooks/installed-hooks.ts';
import { checkHooks } from './hooks.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

const at = (script = '/opt/pylon/dist/pylon.js') => ({ home: scratch.home, env: {}, script });
function install(kind: HookKind, script?: string): void {
	const planned = planAdding(scratch.home, hooksOf(kind, at(script)));
	if ('problem' in planned) throw new Error(planned.problem);
	carryOut(scratch.home, planned);
}
const said = (isRunning = true) => checkHooks(at(), isRunning).map(({ state, text }) => `${state}: ${text}`);

test('of a machine without clients nothing is said', () => {
	expect(said()).toEqual([]);
});

test('where nobody has hooks, how they would come', () => {
	mkdirSync(scratch.at('.codex'));
	expect(said()).toEqual([expect.stringMatching(/^ok: .*pylon hooks install/)]);
});

test('[W7] that Codex was not asked, or was told no, is said with the hooks that it does not run', () => {
	install('codex');
	const note = expect.stringContaining(
		'note: Codex runs no hook before you trust it: SessionStart, PreToolUse, PermissionRequest, Stop, SessionEnd',
	);
	expect(said()).toEqual([expect.stringContaining('ok: Agents hear'), note]);
	scratch.write('.codex/config.toml', `[hooks.state."${scratch.home}/.codex/hooks.json:stop:0:0"]\ntrusted_hash = "sha256:00"\n`);
	expect(said()).toEqual([expect.stringContaining('ok: Agents hear'), note]);
});

test('that no bridge runs, and that another Pylon’s hooks stand there', () => {
	install('claude-code');
	expect(said(false)).toEqual([expect.stringContaining('Claude Code'), expect.stringMatching(/^note: No bridge runs/)]);
	install('claude-code', '/elsewhere/dist/pylon.js');
	expect(said()).toEqual(['note: Hooks of another Pylon: Claude Code.']);
});
