/** For tests: what clients wrote to a hook, recorded from the real ones (Cursor's is made after its documents), about a file of one's own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HookKind } from '../bridge/hooks/clients/index.ts';
import type { HookInput, Moment } from '../bridge/hooks/hook-client.ts';
import { home as project } from '../scripts/run.ts';

/** Stands in prompts and contents of every recording, and may never leave the hook. */
export const HOOK_WORDS = 'heliotrope umbrella';

const RECORDED_FILE = 'src/a.js';

export interface Wanted {
	cwd: string;
	session: string;
	/** Relative to `cwd`. */
	path?: string;
}

/** As it comes over standard input; undefined where that client says nothing at that moment. */
export function hookInput(kind: HookKind, moment: Moment, { cwd, session, path = RECORDED_FILE }: Wanted): string | undefined {
	const text = readFileSync(join(project, 'bridge/hooks/samples', `${kind}.json`), 'utf8');
	const filled = text
		.replaceAll('{{cwd}}', cwd)
		.replaceAll('{{home}}', cwd)
		.replaceAll('{{session}}', session)
		.replaceAll(RECORDED_FILE, path);
	const input = (JSON.parse(filled) as Record<string, HookInput>)[moment];
	return input && JSON.stringify(input);
}
