/** PartyKit's command, given a folder of its own: it takes in any .env that lies on the way up, and puts what it holds into bundles. */
import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import settings from '../partykit.json' with { type: 'json' };
import { bundleParty } from './relay/bundle.ts';

export const PARTYKIT_PARTY = resolve(import.meta.dirname, '..', settings.main);
export const PARTYKIT = join(dirname(fileURLToPath(import.meta.resolve('partykit/server'))), 'bin.mjs');

export interface Furnishing {
	/** The party's entry. */
	main: string;
	vars: { PYLON_CREATE_KEY?: string };
	minify: boolean;
}

/** Puts the bundled party and its settings into the folder, readable by its owner alone, and returns the path of the settings. */
export async function furnish(folder: string, { main, vars, minify }: Furnishing): Promise<string> {
	const bundle = join(folder, 'party.js');
	const { text } = await bundleParty(main, { minify });
	await writeFile(bundle, text, { mode: 0o600 });
	const config = join(folder, 'partykit.json');
	const { name, compatibilityDate } = settings;
	await writeFile(config, JSON.stringify({ name, compatibilityDate, main: bundle, vars }), { mode: 0o600 });
	for (const file of ['.env', '.env.local']) await writeFile(join(folder, file), '', { mode: 0o600 });
	return config;
}
