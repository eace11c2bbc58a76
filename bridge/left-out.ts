/** Files that are not worth telling (SPEC C7): locks of package managers, what git ignores, what a repository marks as generated. */
import { join, posix } from 'node:path';
import { statOf, textIn } from './absent.ts';
import { git } from './git.ts';
import { settingsOf } from './git-settings.ts';
import { IgnoreRules } from './ignore-rules.ts';
import type { Worktree } from './repository.ts';

/** Written by package managers, never by hand. */
const LOCK_FILES = new Set([
	...['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb', 'deno.lock', '.pnp.cjs'],
	...[
		'Cargo.lock',
		'go.sum',
		'go.work.sum',
		'Gemfile.lock',
		'composer.lock',
		'poetry.lock',
		'Pipfile.lock',
		'uv.lock',
		'pdm.lock',
		'pixi.lock',
	],
	...[
		'flake.lock',
		'mix.lock',
		'rebar.lock',
		'pubspec.lock',
		'Podfile.lock',
		'Package.resolved',
		'Cartfile.resolved',
		'packages.lock.json',
	],
	...[
		'paket.lock',
		'gradle.lockfile',
		'buildscript-gradle.lockfile',
		'.terraform.lock.hcl',
		'conan.lock',
		'conda-lock.yml',
		'Manifest.toml',
	],
	...['MODULE.bazel.lock', 'Chart.lock', 'stack.yaml.lock', 'cabal.project.freeze', 'shard.lock'],
]);
/** An answer of git holds for this long: ignore rules change seldom. */
const ANSWER_MS = 60_000;
const ANSWERS_MAX = 5_000;

export class LeftOut {
	readonly #answers = new Map<string, { leftOut: boolean; until: number }>();

	/** Asks git about those of the paths (relative to the worktree's top) that it was not asked about lately. */
	async ask(worktree: Worktree, paths: Iterable<string>, now: number): Promise<void> {
		const asked = [...new Set(paths)].filter(
			(path) => !isNeverTold(path) && !((this.#answers.get(keyOf(worktree, path))?.until ?? 0) > now),
		);
		if (asked.length === 0) return;
		const [ignored, generated] = await Promise.all([ignoredOf(worktree, asked), generatedOf(worktree, asked)]);
		if (this.#answers.size > ANSWERS_MAX) this.#answers.clear();
		for (const path of asked) {
			// Where git fails it may be ignored: it is left out, and asked about again the next time.
			const isAnswered = ignored.has(path) && generated.has(path);
			const leftOut = !isAnswered || ignored.get(path) === true || generated.get(path) === true;
			this.#answers.set(keyOf(worktree, path), { leftOut, until: isAnswered ? now + ANSWER_MS : now });
		}
	}

	isLeftOut(worktree: Worktree | undefined, path: string): boolean {
		return isNeverTold(path) || (worktree !== undefined && this.#answers.get(keyOf(worktree, path))?.leftOut === true);
	}
}

function isNeverTold(path: string): boolean {
	return LOCK_FILES.has(posix.basename(path)) || path.split('/').includes('.git');
}

function keyOf({ top }: Worktree, path: string): string {
	return `${top}\0${path}`;
}

/** What git says of each path; of those that it fails at, nothing. */
type Answers = ReadonlyMap<string, boolean>;

/** Git is asked about those that some rule nearby speaks of, and about all where the rules are not all known. */
async function ignoredOf(worktree: Worktree, paths: string[]): Promise<Answers> {
	const settings = await settingsOf(worktree);
	const rules = settings && new IgnoreRules(worktree, settings, process.env);
	const doubtful = new Set(rules ? paths.filter((path) => rules.mayBeIgnored(path)) : paths);
	const plain = paths.filter((path) => !doubtful.has(path)).map((path) => [path, false] as const);
	return new Map([...plain, ...(doubtful.size === 0 ? [] : await askedIgnored(worktree, [...doubtful]))]);
}

async function askedIgnored(worktree: Worktree, paths: string[]): Promise<Answers> {
	const output = await git(worktree, ['check-ignore', '-z', '--stdin'], `${paths.join('\0')}\0`);
	if (output !== undefined) {
		const ignored = new Set(output.split('\0'));
		return new Map(paths.map((path) => [path, ignored.has(path)]));
	}
	if ((await git(worktree, ['rev-parse', '--is-inside-work-tree'])) === undefined) return new Map();
	// One path that git refuses (beyond a symbolic link, say) spoils its whole answer, and is not worth telling.
	if (paths.length === 1) return new Map(paths.map((path) => [path, true]));
	const middle = Math.ceil(paths.length / 2);
	const halves = await Promise.all([askedIgnored(worktree, paths.slice(0, middle)), askedIgnored(worktree, paths.slice(middle))]);
	return new Map(halves.flatMap((half) => [...half]));
}

const GENERATED = 'linguist-generated';

/** Whether the repository has a file that could mark them (gitattributes(5)): most have none, and git need not be started. */
function marksAny({ top, commonFolder }: Worktree, paths: readonly string[]): boolean {
	const folders = new Set(['.']);
	for (const path of paths) for (let at = posix.dirname(path); at !== '.' && !folders.has(at); at = posix.dirname(at)) folders.add(at);
	const files = [...folders].map((folder) => join(top, folder, '.gitattributes'));
	return [join(commonFolder, 'info', 'attributes'), ...files].some((file) => statOf(file) && textIn(file)?.includes(GENERATED) !== false);
}

async function generatedOf(worktree: Worktree, paths: string[]): Promise<Answers> {
	if (!marksAny(worktree, paths)) return new Map(paths.map((path) => [path, false]));
	const output = await git(worktree, ['check-attr', '-z', '--stdin', GENERATED], `${paths.join('\0')}\0`);
	const fields = (output ?? '').split('\0');
	const generated = new Map<string, boolean>();
	for (let i = 0; i + 2 < fields.length; i += 3) generated.set(fields[i] as string, fields[i + 2] === 'set' || fields[i + 2] === 'true');
	return generated;
}
