/** For tests: repositories that were made to catch whoever looks at them. */
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VECTORS, type Vector } from './git-vectors.ts';
import type { Scratch } from './scratch.ts';

const NAMES = ['README.md', 'a.clean', 'a.smudge', 'a.process', 'a.lfs', 'a.conv', 'a.driven', 'a.merged', 'src/a.ts'];

/** Text of git's settings and of attributes. */
interface Plant {
	config: string;
	attributes: string;
}

/** Plants vectors in a scratch home, and says which of them have left their mark. */
export class Vectors {
	readonly #scratch: Scratch;
	readonly #ids: readonly string[];

	constructor(scratch: Scratch) {
		this.#scratch = scratch;
		this.#ids = Object.keys(VECTORS);
		scratch.at('marks/x');
		for (const [id, name] of this.#ids.entries()) {
			const program = `#!/bin/sh\n: > '${this.#markOf(id)}'\n[ "$1" = pass ] && exec cat\nexit 0\n`;
			for (const file of [`v${id}`, ...HOOKS.map((hook) => `v${id}-hooks/${hook}`)]) {
				if (file.includes('/') && !name.includes('hooks')) continue;
				chmodSync(scratch.write(`planted/${file}`, program), 0o755);
			}
		}
	}

	plant(vectors: readonly Vector[] = Object.values(VECTORS)): Plant {
		const all = Object.values(VECTORS);
		const means = (vector: Vector) => {
			const id = all.indexOf(vector);
			return { run: join(this.#scratch.home, `planted/v${id}`), mark: this.#markOf(id) };
		};
		return {
			config: `\n${vectors.map((vector) => vector.config(means(vector))).join('')}`,
			attributes: vectors.map(({ attributes }) => (attributes === undefined ? '' : `${attributes}\n`)).join(''),
		};
	}

	/** The program of the vector that is called so. */
	programOf(name: string): string {
		return join(this.#scratch.home, `planted/v${this.#ids.indexOf(name)}`);
	}

	/** Names of those that ran or were written to. */
	taken(): string[] {
		return readdirSync(join(this.#scratch.home, 'marks')).map((mark) => this.#ids[Number(mark)] as string);
	}

	forget(): void {
		for (const mark of readdirSync(join(this.#scratch.home, 'marks'))) rmSync(join(this.#scratch.home, 'marks', mark));
	}

	#markOf(id: number): string {
		return join(this.#scratch.home, 'marks', String(id));
	}
}

const HOOKS = ['pre-commit', 'post-index-change', 'reference-transaction', 'post-checkout', 'pre-auto-gc', 'fsmonitor-watchman'];

/** A repository in which every file was written anew, some as they were; another branch has changed them too. */
export function makeVictim(scratch: Scratch, folder: string): string {
	const root = scratch.repository(folder);
	const commit = (text: string, ...branch: string[]) => {
		if (branch.length > 0) scratch.git(folder, 'checkout', '--quiet', ...branch);
		for (const name of NAMES) scratch.write(`${folder}/${name}`, `${text} ${name}\n`);
		scratch.git(folder, 'add', '.');
		scratch.git(folder, 'commit', '--quiet', '-m', text);
	};
	commit('One');
	commit('Two', '-b', 'side');
	commit('Three', 'main');
	scratch.write(`${folder}/staged.ts`, 'staged\n');
	scratch.git(folder, 'add', 'staged.ts');
	return root;
}

/** Writes files anew, so that only their contents say whether they changed: one has, and one is new. */
export function stir(root: string): void {
	writeFileSync(join(root, 'src/a.ts'), 'changed\n');
	writeFileSync(join(root, 'new.clean'), 'new\n');
	const at = Date.now() / 1000 - 20;
	for (const name of [...NAMES, 'new.clean']) utimesSync(join(root, name), at, at);
}

/** Takes the tree of HEAD away, as a partial clone lacks it: whoever needs it has git fetch it. */
function hollow(root: string, scratch: Scratch, folder: string): void {
	const tree = scratch.git(folder, 'rev-parse', 'HEAD^{tree}');
	rmSync(join(root, '.git/objects', tree.slice(0, 2), tree.slice(2)));
	rmSync(join(root, '.git/index'));
	scratch.git(folder, 'read-tree', 'side');
	scratch.git(folder, 'config', 'core.repositoryFormatVersion', '1');
}

type Place = (scratch: Scratch, plant: Plant, folder: string) => string[];

/** Where git reads settings and attributes. Each makes a repository and answers the folders that are looked at. */
export const PLACES: Record<string, Place> = {
	'its own settings': (scratch, plant, folder) => {
		const root = makeVictim(scratch, folder);
		scratch.write(`${folder}/.gitattributes`, plant.attributes);
		scratch.append(`${folder}/.git/config`, plant.config);
		return [root];
	},
	'attributes of the repository alone': (scratch, plant, folder) => {
		const root = makeVictim(scratch, folder);
		scratch.write(`${folder}/.git/info/attributes`, plant.attributes);
		scratch.append(`${folder}/.git/config`, plant.config);
		return [root];
	},
	'attributes that its settings name': (scratch, plant, folder) => {
		const root = makeVictim(scratch, folder);
		const attributes = scratch.write(`${folder}-attributes`, plant.attributes);
		scratch.append(`${folder}/.git/config`, `${plant.config}[core]\n\tattributesFile = ${attributes}\n`);
		return [root];
	},
	'a file that its settings include': (scratch, plant, folder) => {
		const root = makeVictim(scratch, folder);
		scratch.write(`${folder}/.gitattributes`, plant.attributes);
		scratch.write(`${folder}/planted.conf`, plant.config);
		scratch.append(`${folder}/.git/config`, '[include]\n\tpath = ../planted.conf\n');
		return [root];
	},
	'files that its settings include on a condition': (scratch, plant, folder) => {
		const root = makeVictim(scratch, folder);
		scratch.write(`${folder}/.gitattributes`, plant.attributes);
		const more = scratch.write(`${folder}-more.conf`, plant.config);
		scratch.append(`${folder}/.git/config`, `[includeIf "gitdir:**"]\n\tpath = ${more}\n[includeIf "onbranch:main"]\n\tpath = ${more}\n`);
		return [root];
	},
	'settings of one worktree': (scratch, plant, folder) => {
		const root = makeVictim(scratch, folder);
		scratch.write(`${folder}/.gitattributes`, plant.attributes);
		scratch.git(folder, 'config', 'core.repositoryFormatVersion', '1');
		scratch.git(folder, 'config', 'extensions.worktreeConfig', 'true');
		scratch.write(`${folder}/.git/config.worktree`, plant.config);
		return [root];
	},
	'another worktree': (scratch, plant, folder) => {
		const root = makeVictim(scratch, folder);
		scratch.git(folder, 'worktree', 'add', '--quiet', '-b', 'more', `../${folder.split('/').at(-1)}-more`);
		scratch.write(`${folder}-more/.gitattributes`, plant.attributes);
		scratch.append(`${folder}/.git/config`, plant.config);
		return [root, `${root}-more`];
	},
	'a git folder elsewhere': (scratch, plant, folder) => {
		const root = makeVictim(scratch, folder);
		scratch.write(`${folder}/.gitattributes`, plant.attributes);
		scratch.append(`${folder}/.git/config`, plant.config);
		renameSync(join(root, '.git'), `${root}-git`);
		scratch.write(`${folder}/.git`, `gitdir: ${root}-git\n`);
		return [root];
	},
	'a nested repository': (scratch, plant, folder) => {
		const root = makeVictim(scratch, folder);
		const nested = makeVictim(scratch, `${folder}/nested`);
		scratch.write(`${folder}/nested/.gitattributes`, plant.attributes);
		scratch.append(`${folder}/nested/.git/config`, plant.config);
		return [root, nested];
	},
	'a submodule': (scratch, plant, folder) => {
		const root = makeVictim(scratch, folder);
		makeVictim(scratch, `${folder}-origin`);
		scratch.git(folder, 'submodule', '--quiet', 'add', `${root}-origin`, 'sub');
		scratch.git(folder, 'commit', '--quiet', '-m', 'A submodule');
		scratch.write(`${folder}/sub/.gitattributes`, plant.attributes);
		scratch.append(`${folder}/.git/modules/sub/config`, plant.config);
		return [root, join(root, 'sub')];
	},
	'hooks in their usual place': (scratch, plant, folder) => {
		const root = makeVictim(scratch, folder);
		const program = /fsmonitor = (.*)\n/.exec(plant.config)?.[1] ?? '';
		mkdirSync(join(root, '.git/hooks'), { recursive: true });
		for (const hook of HOOKS) chmodSync(scratch.write(`${folder}/.git/hooks/${hook}`, `#!/bin/sh\nexec ${program}\n`), 0o755);
		return [root];
	},
	'a repository of which objects are missing': (scratch, plant, folder) => {
		const root = makeVictim(scratch, folder);
		scratch.write(`${folder}/.gitattributes`, plant.attributes);
		hollow(root, scratch, folder);
		scratch.append(`${folder}/.git/config`, plant.config);
		return [root];
	},
	'a worktree that is said to be elsewhere': (scratch, plant, folder) => {
		const root = makeVictim(scratch, folder);
		scratch.write(`${folder}/.gitattributes`, plant.attributes);
		scratch.append(`${folder}/.git/config`, `${plant.config}[core]\n\tworktree = ..\n`);
		return [root];
	},
};
