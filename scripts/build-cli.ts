/**
 * Bundles the command `pylon`, which then needs nothing installed but Node 22. What a command does not need is in chunks that it
 * does not load: `--help` loads two small files, `pylon status` without a room one more.
 */
import { globSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';
import { z } from 'zod';
import { home } from './run.ts';

const ENTRY = join(home, 'bridge/pylon.ts');
const HOOK = join(home, 'bridge/pylon-hook.ts');
const THIRD_PARTY = 'third-party.txt';
const FORMER_ZOD = '\0former-zod';
const manifest = z.object({ name: z.string(), version: z.string(), license: z.string() });

/** What Node runs of it asks for its parts by paths that nothing can bundle. */
const BUNDLED_AS = { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' };

/** `z` as a namespace is what a bundler can take apart: of zod, and its 50 languages, only what is used gets in. */
const leanZod: Plugin = {
	name: 'lean-zod',
	transform: {
		filter: { id: /[\\/](bridge|shared)[\\/].*\.ts$/ },
		handler: (source) => source.replace("import { z } from 'zod';", "import * as z from 'zod';"),
	},
};

/** The MCP library takes schemas of zod's former version, too. Ours are of this one, so what only those need is left out: a tenth of all. */
const withoutFormerZod: Plugin = {
	name: 'without-former-zod',
	resolveId: { filter: { id: /^(zod\/v3|zod-to-json-schema)$/ }, handler: () => FORMER_ZOD },
	load: {
		filter: { id: /former-zod$/ },
		handler: (id) => (id === FORMER_ZOD ? 'export const object = undefined; export const zodToJsonSchema = undefined;' : null),
	},
};

/**
 * To import one name of a built-in module, Node reads all of its properties, those that load others (`fs.promises`, `util.TextDecoder`)
 * included: 30 more modules, a third of the time that a short command takes. `require`, which `postBanner` brings, reads none.
 */
const lightBuiltins: Plugin = {
	name: 'light-builtins',
	renderChunk: (code) =>
		code.replace(
			/^import (?:(\{[^}]*\})|(?:\* as )?([\w$]+)) from "(node:(?!module")[\w/]+)";$/gm,
			(_, names: string | undefined, whole: string | undefined, module: string) =>
				`const ${names?.replaceAll(' as ', ': ') ?? whole} = require("${module}");`,
		),
};

/** `pylon status` has its command in the first chunk; that the registry could load it later too is meant so. */
const checks = { ineffectiveDynamicImport: false };

/** The chunks, bundled. Each file costs a short command a millisecond, so what `pylon status` needs is one. */
async function bundle(): Promise<OutputChunk[]> {
	const plugins = [leanZod, withoutFormerZod, lightBuiltins];
	const bundled = await rolldown({ cwd: home, input: { pylon: ENTRY }, platform: 'node', plugins, checks, resolve: { alias: BUNDLED_AS } });
	const { output } = await bundled.generate({
		format: 'esm',
		chunkFileNames: 'chunks/[name]-[hash].js',
		comments: false,
		// Names stay, so that what --debug prints can be read.
		minify: { mangle: false, compress: { target: 'node22' }, codegen: { removeWhitespace: true } },
		minifyInternalExports: false,
		postBanner: "import nodeModule from 'node:module';const require = nodeModule.createRequire(import.meta.url);",
		codeSplitting: {
			groups: [
				{ name: 'start', tags: ['$initial'], test: (id) => id !== ENTRY, priority: 2 },
				{ name: 'status', test: /[\\/]bridge[\\/](cli[\\/]run-program|commands[\\/]status)\.ts$/, priority: 1 },
			],
		},
	});
	await bundled.close();
	return output.filter((each) => each.type === 'chunk');
}

/** The hook that agents run before each edit: one file of its own, in the form that Node starts soonest. */
async function bundleHook(): Promise<OutputChunk[]> {
	const bundled = await rolldown({ cwd: home, input: { 'pylon-hook': HOOK }, platform: 'node' });
	const { output } = await bundled.generate({
		format: 'cjs',
		entryFileNames: '[name].cjs',
		comments: false,
		minify: { mangle: false, compress: { target: 'node22' }, codegen: { removeWhitespace: true } },
		codeSplitting: false,
	});
	await bundled.close();
	return output.filter((each) => each.type === 'chunk');
}

/** Into a folder, of which nothing else is left. What is built already stays in use until the new is there. */
export async function buildCli(folder: string): Promise<void> {
	const chunks = [...(await bundle()), ...(await bundleHook())];
	await mkdir(join(folder, 'chunks'), { recursive: true });
	await Promise.all(chunks.map(({ fileName, code }) => writeFile(join(folder, fileName), code)));
	await chmod(join(folder, 'pylon.js'), 0o755);
	await writeFile(join(folder, THIRD_PARTY), await licencesOf(chunks));
	const built = new Set([THIRD_PARTY, ...chunks.map(({ fileName }) => fileName)]);
	const old = globSync('**/*.*', { cwd: folder }).filter((file) => !built.has(file));
	await Promise.all(old.map((file) => rm(join(folder, file))));
}

/** Those whose code is in the bundle want their licence to go with it. */
async function licencesOf(chunks: readonly OutputChunk[]): Promise<string> {
	const modules = chunks.flatMap((chunk) => Object.keys(chunk.modules));
	const folders = new Set(modules.flatMap((path) => /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(path)?.[0] ?? []));
	const texts = await Promise.all([...folders].sort().map(licenceOf));
	return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

async function licenceOf(folder: string): Promise<string> {
	const { name, version, license } = manifest.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
	const file = globSync('{LICEN[CS]E,licen[cs]e}*', { cwd: folder })[0];
	const text = file === undefined ? '' : await readFile(join(folder, file), 'utf8');
	return `${name} ${version} (${license})\n\n${text}`;
}

if (import.meta.main) await buildCli(join(home, 'dist'));
