/** One person, one repository, and a worktree for each of two agents, who change one file: what tests of one's own collisions begin with. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Member } from '../../testing/member.ts';
import { Scratch } from '../../testing/scratch.ts';

export const FILE = 'src/server.ts';
const LINES = Array.from({ length: 40 }, (_, line) => `const line${line} = ${line};`);

export interface OwnWorktrees {
	scratch: Scratch;
	jake: Member;
	/** `line`: of FILE, from 0 on. */
	change(worktree: string, line: number, text: string): void;
	close(): Promise<void>;
}

/** `changed`: by worktree, which is its branch's name too, the line that its agent changed. `at`: when, by the clock; now, where it is not said. */
export function openOwnWorktrees(changed: Readonly<Record<string, number>>, at?: number): OwnWorktrees {
	const scratch = new Scratch();
	const jake = Member.inScratch(dirname(scratch.home), basename(scratch.home));
	const change = (worktree: string, line: number, text: string) => {
		const file = join(scratch.home, worktree, FILE);
		writeFileSync(file, readFileSync(file, 'utf8').split('\n').with(line, text).join('\n'));
	};
	scratch.repository('api', 'https://github.com/acme/api.git');
	scratch.write(`api/${FILE}`, `${LINES.join('\n')}\n`);
	scratch.git('api', 'add', '.');
	scratch.git('api', 'commit', '--quiet', '-m', 'Lines');
	scratch.git('api', 'update-ref', 'refs/remotes/origin/main', 'main');
	for (const [name, line] of Object.entries(changed)) {
		scratch.git('api', 'worktree', 'add', '--quiet', '-b', name, `../${name}`);
		const session = scratch.claude(name, join(scratch.home, name));
		session.branch = name;
		session.prompt('Please', at);
		change(name, line, name);
		session.edit(join(scratch.home, name, FILE), at);
	}
	return {
		scratch,
		jake,
		change,
		close: async () => {
			await jake.stop();
			scratch.remove();
		},
	};
}
