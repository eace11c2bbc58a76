/** Asks git about a worktree, without trusting what lies in it (SPEC G1 to G6). */
import { dirname } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { Semaphore } from '../base/semaphore.ts';
import { runGit } from './program.ts';
import { QUESTIONS, type Question } from './questions.ts';
import { isTrusted } from './trust/owner.ts';
import type { Worktree } from './worktree.ts';

const ANSWER_MAX_BYTES = 16 * 1024 * 1024;
const processes = new Semaphore(4);

/** The answer, or undefined where git fails: to have failed is not to have found nothing. */
export async function git(worktree: Worktree, question: Question, input?: string): Promise<string | undefined> {
	const parts: Buffer[] = [];
	let length = 0;
	const tooMuch = new AbortController();
	const each = (bytes: Buffer) => {
		parts.push(bytes);
		length += bytes.length;
		if (length > ANSWER_MAX_BYTES) tooMuch.abort();
	};
	return (await ask(worktree, question, { input, each, signal: tooMuch.signal })) ? Buffer.concat(parts).toString() : undefined;
}

/** An answer of any length, as it comes; false where git fails. */
export async function gitStream(worktree: Worktree, question: Question, input: string, each: (bytes: Buffer) => void): Promise<boolean> {
	return await ask(worktree, question, { input, each });
}

/** An answer of any length, record by record (each ends with `\0`, the last perhaps not); false where git fails. */
export async function gitRecords(worktree: Worktree, question: Question, tell: (record: string) => void): Promise<boolean> {
	let rest = '';
	const decoder = new StringDecoder('utf8');
	const each = (bytes: Buffer) => {
		const records = `${rest}${decoder.write(bytes)}`.split('\0');
		rest = records.pop() ?? '';
		for (const record of records) tell(record);
	};
	const answered = await ask(worktree, question, { each });
	if (answered && rest !== '') tell(rest);
	return answered;
}

interface Asked {
	input?: string | undefined;
	each: (bytes: Buffer) => void;
	signal?: AbortSignal;
}

/**
 * Git finds the repository itself, since one that is named to it (GIT_DIR) is trusted whoever owns it. It looks no higher than the top,
 * and takes the top for the worktree, whatever the repository says (`core.worktree`). Git's own check
 * comes after ours: a repository that somebody else owns is asked only where the user declared it safe.
 */
async function ask({ top }: Worktree, question: Question, { input, each, signal }: Asked): Promise<boolean> {
	if (!isTrusted(top)) return false;
	const code = await processes.take(() =>
		runGit({
			folder: top,
			args: [`--work-tree=${top}`, ...QUESTIONS[question]],
			env: process.env,
			ceiling: dirname(top),
			input,
			onOutput: each,
			signal,
		}),
	);
	// Exit code 1 is an answer ("nothing found"), not a failure.
	return code === 0 || code === 1;
}
