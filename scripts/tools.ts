/**
 * Tools that are heavy and seldom used. Each has a folder in scripts/tools with a lock file of its own, and is installed at its
 * first use: whoever only works on Pylon never waits for it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { home } from './run.ts';

const require = createRequire(import.meta.url);
const QUIET = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

/** Wrangler's path to its program, and the environment that it needs: esbuild's and the runtime's programs are the project's own, 170 MB that need not be there twice. */
export async function wrangler(): Promise<{ program: string; env: Record<string, string> }> {
	const folder = await installed('wrangler', ['--omit=optional']);
	const platform = `${process.platform}-${process.arch}`;
	return {
		program: join(folder, 'wrangler/bin/wrangler.js'),
		env: { ESBUILD_BINARY_PATH: require.resolve(`@esbuild/${platform}/bin/esbuild`), MINIFLARE_WORKERD_PATH: require('workerd').default },
	};
}

/** Mozilla's linter of extensions: the path to its program. */
export async function addonsLinter(): Promise<string> {
	return join(await installed('addons-linter', []), 'addons-linter/bin/addons-linter');
}

/** GitHub's own styles, for pages that look like its own: the folder that their packages are in. */
export const primerStyles = (): Promise<string> => installed('primer', []);

/** A counter of tokens that reads the same session files: the path to its program, which is for this system alone. */
export async function ccusage(): Promise<string> {
	const program = process.platform === 'win32' ? 'ccusage.exe' : 'ccusage';
	const path = join(await installed('ccusage', []), `@ccusage/ccusage-${process.platform}-${process.arch}/bin`, program);
	await chmod(path, 0o755);
	return path;
}

/** A screenshot with its colours told by number: a third as large, and to the eye the same. */
export async function smallerPng(png: Uint8Array): Promise<Uint8Array> {
	const sharp = createRequire(join(await installed('sharp', []), 'any.js'))('sharp');
	return sharp(png).png({ palette: true, effort: 10, dither: 0 }).toBuffer();
}

/**
 * The tool's node_modules, which are there when all of them are: tests beside each other may be the first at once. No script of a
 * package runs.
 */
async function installed(tool: string, options: string[]): Promise<string> {
	const folder = join(home, 'scripts/tools', tool);
	const modules = join(folder, 'node_modules');
	if (existsSync(join(modules, '.package-lock.json'))) return modules;
	const beside = await mkdtemp(join(folder, '.installing-'));
	try {
		for (const file of ['package.json', 'package-lock.json']) await copyFile(join(folder, file), join(beside, file));
		const child = spawn('npm', ['ci', '--ignore-scripts', ...options, ...QUIET], { cwd: beside, stdio: ['ignore', 2, 'inherit'] });
		const [code] = (await once(child, 'exit')) as [number | null];
		if (code !== 0) throw new Error(`npm could not install ${tool}: the reason is above.`);
		await moveInto(modules, join(beside, 'node_modules'));
	} finally {
		await rm(beside, { recursive: true, force: true });
	}
	return modules;
}

/** Where another was sooner, with the same, that stays; a half of one, of an installation that was broken off, does not. */
async function moveInto(modules: string, made: string): Promise<void> {
	try {
		await rename(made, modules);
	} catch (error) {
		if (!existsSync(modules)) throw error;
		if (existsSync(join(modules, '.package-lock.json'))) return;
		await rm(modules, { recursive: true });
		await rename(made, modules);
	}
}
