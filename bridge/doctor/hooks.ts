/** Whether agents hear of each other: the hooks in the clients of this machine, and what keeps them from being run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseToml, TomlError } from 'smol-toml';
import { AGENT_NAMES } from '../../shared/report/facts.ts';
import { ifReadable } from '../base/missing-file.ts';
import { CLIENTS, type HookKind } from '../hooks/clients/index.ts';
import { foundClients, type HooksAt, hooksState } from '../hooks/installed-hooks.ts';
import { type Finding, fine, note } from './finding.ts';

const INSTALL = 'pylon hooks install';

export function checkHooks(at: HooksAt): Finding[] {
	const found = foundClients(at);
	const named = (wanted: string) => found.filter((kind) => hooksState(kind, at) === wanted);
	const [current, other] = [named('current'), named('other')];
	const words = (kinds: readonly HookKind[]) => kinds.map((kind) => AGENT_NAMES[kind]).join(', ');
	if (current.length + other.length === 0)
		return found.length === 0 ? [] : [fine('hooks', `Agents hear nothing of others before they edit; \`${INSTALL}\` would have it so`)];
	return [
		...(current.length > 0 ? [fine('hooks', `Agents hear who else is in a file: ${words(current)}`)] : []),
		...(other.length > 0 ? [note('hooks', `Hooks of another Pylon: ${words(other)}.`, INSTALL)] : []),
		...(current.includes('codex') && !isTrusted(at)
			? [
					note(
						'hooks',
						'Codex runs no hook before you trust it, and does not seem to have asked yet.',
						'Start `codex`, and choose to trust the hooks that it names.',
					),
				]
			: []),
	];
}

/** Codex notes the hooks that were trusted in its own settings, by their file. */
function isTrusted(at: HooksAt): boolean {
	const folder = CLIENTS.codex.folder(at);
	const text = ifReadable(() => readFileSync(join(folder, 'config.toml'), 'utf8'));
	return text !== undefined && JSON.stringify(tableOf(text, 'hooks') ?? '').includes(join(folder, 'hooks.json'));
}

function tableOf(text: string, name: string): unknown {
	try {
		return parseToml(text)[name];
	} catch (error) {
		if (error instanceof TomlError) return undefined;
		throw error;
	}
}
