/** Files that are not reported (SPEC C7): locks of package managers, what git ignores, what a repository marks as generated. */
import { posix } from 'node:path';
import { generatedOf } from '../git/generated.ts';
import { ignoredOf } from '../git/ignored.ts';
import type { Worktree } from '../git/worktree.ts';

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

export class ExcludedFiles {
	readonly #answers = new Map<string, { excluded: boolean; until: number }>();

	/** Asks git about those of the paths (relative to the worktree's top) that it was not asked about lately. */
	async ask(worktree: Worktree, paths: Iterable<string>, now: number): Promise<void> {
		const asked = [...new Set(paths)].filter(
			(path) => !isAlwaysExcluded(path) && !((this.#answers.get(keyOf(worktree, path))?.until ?? 0) > now),
		);
		if (asked.length === 0) return;
		const [ignored, generated] = await Promise.all([ignoredOf(worktree, asked), generatedOf(worktree, asked)]);
		if (this.#answers.size > ANSWERS_MAX) this.#answers.clear();
		for (const path of asked) {
			// Where git fails it may be ignored: it is excluded, and asked about again the next time.
			const isAnswered = ignored.has(path) && generated.has(path);
			const excluded = !isAnswered || ignored.get(path) === true || generated.get(path) === true;
			this.#answers.set(keyOf(worktree, path), { excluded, until: isAnswered ? now + ANSWER_MS : now });
		}
	}

	isExcluded(worktree: Worktree | undefined, path: string): boolean {
		return isAlwaysExcluded(path) || (worktree !== undefined && this.#answers.get(keyOf(worktree, path))?.excluded === true);
	}
}

function isAlwaysExcluded(path: string): boolean {
	return LOCK_FILES.has(posix.basename(path)) || path.split('/').includes('.git');
}

function keyOf({ top }: Worktree, path: string): string {
	return `${top}\0${path}`;
}
