/** Whether agents hear of each other: the hooks in the clients of this machine, and what keeps them from being run. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { AGENT_NAMES } from '../../shared/report/facts.ts';
import { ifReadable, textIn } from '../base/missing-file.ts';
import { CLIENTS, type HookKind } from '../hooks/clients/index.ts';
import { untrustedEvents } from '../hooks/codex-trust.ts';
import { foundClients, type HooksAt, hooksState, isOurCommand } from '../hooks/installed-hooks.ts';
import { type Finding, fine, note } from './finding.ts';

const INSTALL = 'pylon hooks install';

/** `isRunning`: the bridge, which answers them. */
export function checkHooks(at: HooksAt, isRunning: boolean): Finding[] {
	const found = foundClients(at);
	const named = (wanted: string) => found.filter((kind) => hooksState(kind, at) === wanted);
	const [current, other] = [named('current'), named('other')];
	const words = (kinds: readonly HookKind[]) => kinds.map((kind) => AGENT_NAMES[kind]).join(', ');
	if (current.length + other.length === 0)
		return found.length === 0 ? [] : [fine('hooks', `Agents hear nothing of others before they edit; \`${INSTALL}\` would have it so`)];
	return [
		...(current.length > 0 ? [fine('hooks', `Agents hear who else is in a file: ${words(current)}`)] : []),
		...(other.length > 0 ? [note('hooks', `Hooks of another Pylon: ${words(other)}.`, INSTALL)] : []),
		...(current.includes('codex') ? checkTrust(at) : []),
		...(isRunning ? [] : [note('hooks', 'No bridge runs, which hooks ask: agents hear nothing.', 'pylon start --background')]),
	];
}

/** Codex asks, and runs no hook that its user did not trust as it is now. */
function checkTrust(at: HooksAt): Finding[] {
	const folder = CLIENTS.codex.folder(at);
	const textOf = (name: string) => textIn(join(folder, name)) ?? '';
	const files = { hooks: textOf('hooks.json'), config: textOf('config.toml') };
	// It may name its folder as it is called, or where a link leads.
	const folders = [folder, ifReadable(() => realpathSync(folder)) ?? folder];
	const found = folders.map((each) => untrustedEvents({ ...files, file: join(each, 'hooks.json') }, isOurCommand));
	const [untrusted = []] = found.sort((one, other) => one.length - other.length);
	if (untrusted.length === 0) return [];
	const which = `Codex runs no hook before you trust it: ${untrusted.join(', ')} of Pylon’s ${untrusted.length === 1 ? 'is' : 'are'} not trusted.`;
	return [note('hooks', which, 'Start `codex`; where it says “Hooks need review”, trust them. Or say /hooks there.')];
}
