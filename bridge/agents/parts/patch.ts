/** The patch format that several agents give their models: `*** Update File: src/a.ts`, then lines of change. */
import type { Touched } from '../sighting.ts';

/** The files that a patch names in its headers. What it does to them is not looked at. */
export function patchedFiles(patch: string): Touched[] {
	const headers = patch.matchAll(/^\*\*\* (?:Add File|Update File|Delete File|Move to): (.+)$/gm);
	return [...headers].map(([, path = '']) => ({ path: path.trim(), mode: 'edit' as const })).filter(({ path }) => path !== '');
}
