/**
 * Bundles the command `pylon`, which then needs nothing installed but Node 22. What a command does not need is in chunks that it
 * does not load: `--help` loads one small file.
 */
import { globSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { z } from 'zod';
import { home } from './run.ts';

const THIRD_PARTY = 'third-party.txt';
const manifest = z.object({ name: z.string(), version: z.string(), license: z.string() });

/** `z` as a namespace is what a bundler can take apart: of zod, and its 50 languages, only what is used gets in. */
const leanZod: Plugin = {
	name: 'lean-zod',
	setup: ({ onLoad }) => {
		onLoad({ filter: /\/(bridge|shared)\/.*\.ts$/ }, async ({ path }) => {
			const source = await readFile(path, 'utf8');
			return { contents: source.replace("import { z } from 'zod';", "import * as z from 'zod';"), loader: 'ts' };
		});
	},
};

/**
 * To import one name of a built-in module, Node reads all of its properties, those that load others (`fs.promises`, `util.TextDecoder`)
 * included: 30 more modules, a third of the time that a short command takes. `require`, which the banner brings, reads none.
 */
function withLightBuiltins(code: string): string {
	return code.replace(
		/\bimport ?(?:\{([^}]*)\}|(?:\* ?as )?([\w$]+)) ?from ?"(node:[\w/]+)";/g,
		(_, names: string | undefined, whole: string | undefined, module: string) =>
			`const ${names === undefined ? whole : `{${names.replace(/ as /g, ':')}}`}=require("${module}");`,
	);
}

/** Into a folder, of which nothing else is left. What is built already stays in use until the new is there. */
export async function buildCli(folder: string): Promise<void> {
	const { metafile, outputFiles } = await build({
		absWorkingDir: home,
		entryPoints: ['bridge/pylon.ts'],
		outdir: folder,
		chunkNames: 'chunks/[name]-[hash]',
		bundle: true,
		splitting: true,
		// Names stay, so that what --debug prints can be read.
		minifyWhitespace: true,
		minifySyntax: true,
		platform: 'node',
		format: 'esm',
		target: 'node22',
		// Dependencies written in CommonJS call `require`, which an ES module does not have.
		banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
		legalComments: 'none',
		metafile: true,
		write: false,
		plugins: [leanZod],
	});
	await mkdir(join(folder, 'chunks'), { recursive: true });
	await Promise.all(outputFiles.map(({ path, text }) => writeFile(path, withLightBuiltins(text))));
	await chmod(join(folder, 'pylon.js'), 0o755);
	await writeFile(join(folder, THIRD_PARTY), await licencesOf(metafile));
	const built = Object.keys(metafile.outputs).map((file) => relative(folder, join(home, file)));
	const old = globSync('**/*.*', { cwd: folder }).filter((file) => file !== THIRD_PARTY && !built.includes(file));
	await Promise.all(old.map((file) => rm(join(folder, file))));
}

/** Those whose code is in the bundle want their licence to go with it. */
async function licencesOf({ outputs }: Metafile): Promise<string> {
	const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
	const folders = new Set(inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
	const texts = await Promise.all([...folders].sort().map((folder) => licenceOf(join(home, folder))));
	return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

async function licenceOf(folder: string): Promise<string> {
	const { name, version, license } = manifest.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
	const file = globSync('{LICEN[CS]E,licen[cs]e}*', { cwd: folder })[0];
	const text = file === undefined ? '' : await readFile(join(folder, file), 'utf8');
	return `${name} ${version} (${license})\n\n${text}`;
}

if (import.meta.main) await buildCli(join(home, 'dist'));
