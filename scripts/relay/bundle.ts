/** The party as one file, as the runtimes take it. */
import { resolve } from 'node:path';
import { build } from 'esbuild';

/** The party on Cloudflare's runtime itself. */
export const PARTY = resolve(import.meta.dirname, '../../party/host-partyserver.ts');

export interface Bundle {
	text: string;
	/** What it exports besides its default: the classes whose objects are rooms. */
	classes: string[];
}

export async function bundleParty(main: string, options: { minify?: boolean } = {}): Promise<Bundle> {
	const { outputFiles, metafile } = await build({
		entryPoints: [main],
		outfile: 'party.js',
		bundle: true,
		minify: options.minify ?? false,
		format: 'esm',
		target: 'es2022',
		conditions: ['workerd', 'worker'],
		external: ['node:*', 'cloudflare:*'],
		legalComments: 'none',
		logLevel: 'silent',
		write: false,
		metafile: true,
	});
	const [output] = Object.values(metafile.outputs);
	return { text: outputFiles[0]?.text ?? '', classes: (output?.exports ?? []).filter((name) => name !== 'default') };
}
