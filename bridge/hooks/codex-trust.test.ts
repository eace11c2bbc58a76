import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { untrustedEvents } from './codex-trust.ts';

/** Written by the real client, in whose dialog our hooks were trusted, and refused. */
const recorded = z
	.object({ file: z.string(), hooks: z.string(), trusted: z.string(), untrusted: z.string() })
	.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'samples/codex-trust.json'), 'utf8')));
const isOurs = (command: string) => command.includes('pylon-hook');
const ALL = ['PermissionRequest', 'PreToolUse', 'SessionEnd', 'SessionStart', 'Stop'];
const untrusted = (config: string, hooks = recorded.hooks) => untrustedEvents({ ...recorded, hooks, config }, isOurs).sort();

test('[W7] what was trusted in the dialog of Codex is known as that', () => {
	expect(untrusted(recorded.trusted)).toEqual([]);
});

test('[W7] what was not, is not: nothing was asked yet, refused, or no settings that can be read', () => {
	for (const config of [recorded.untrusted, '', '[hooks', '[hooks]\nstate = 1\n']) expect(untrusted(config)).toEqual(ALL);
});

test('[W7] a hook that changed since, stands elsewhere or was switched off does not run', () => {
	expect(untrusted(recorded.trusted, recorded.hooks.replace('codex before', 'codex after'))).toEqual(['PreToolUse']);
	expect(untrusted(recorded.trusted, recorded.hooks.replace('^apply_patch$', '.*'))).toEqual(['PreToolUse']);
	expect(untrusted(recorded.trusted.replaceAll('/home/jake', '/home/andrew'))).toEqual(ALL);
	expect(untrusted(recorded.trusted.replace(/(:session_end:0:0"\]\n)/, '$1enabled = false\n'))).toEqual(['SessionEnd']);
});

test('[W7] hooks of others are no matter of ours', () => {
	const [, theirs] = /(\{[^{}]*"command": "true"[^{}]*\})/.exec(recorded.hooks) ?? [];
	expect(untrusted(recorded.trusted, recorded.hooks.replace(theirs ?? '', '{ "type": "command", "command": "false" }'))).toEqual([]);
});
