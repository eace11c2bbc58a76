/** For tests: a scratch home with real repositories, and agents' session files that grow in it. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

export class Scratch {
	readonly home = realpathSync(mkdtempSync(join(tmpdir(), 'pylon-scratch-')));

	remove(): void {
		rmSync(this.home, { recursive: true, force: true });
	}

	/** An absolute path below the home; the folders above it exist afterwards. */
	at(path: string): string {
		const absolute = join(this.home, path);
		mkdirSync(dirname(absolute), { recursive: true });
		return absolute;
	}

	write(path: string, content: string): string {
		writeFileSync(this.at(path), content);
		return join(this.home, path);
	}

	writeBytes(path: string, content: Buffer): void {
		writeFileSync(this.at(path), content);
	}

	append(path: string, content: string): void {
		appendFileSync(this.at(path), content);
	}

	/** What lies in a folder, by name. */
	names(folder: string): string[] {
		return readdirSync(this.at(folder)).sort();
	}

	/** How often something stirs in a folder within a third of a second, after a moment for what is still under way. */
	async stirs(folder: string): Promise<number> {
		await setTimeout(100);
		let count = 0;
		const watcher = watch(this.at(folder), () => count++);
		await setTimeout(300);
		watcher.close();
		return count;
	}

	git(folder: string, ...args: string[]): string {
		const identity = [
			'-c',
			'user.name=Mara',
			'-c',
			'user.email=mara@example.com',
			'-c',
			'init.defaultBranch=main',
			'-c',
			'protocol.file.allow=always',
		];
		return execFileSync('git', [...identity, ...args], {
			cwd: join(this.home, folder),
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'pipe'],
		}).trim();
	}

	/** A repository with one commit, and `origin` where a remote is given. */
	repository(folder: string, remote?: string): string {
		mkdirSync(join(this.home, folder), { recursive: true });
		this.git(folder, 'init', '--quiet');
		this.write(`${folder}/README.md`, '# Read me\n');
		this.git(folder, 'add', '.');
		this.git(folder, 'commit', '--quiet', '-m', 'Begin');
		if (remote !== undefined) this.git(folder, 'remote', 'add', 'origin', remote);
		return join(this.home, folder);
	}

	claude(session: string, cwd: string): ClaudeSession {
		return new ClaudeSession(this, session, cwd);
	}
}

/** Writes records as Claude Code does, one call a record or two. Times are given, or now. */
export class ClaudeSession {
	readonly session: string;
	readonly file: string;
	branch = 'main';
	cwd: string;
	readonly #scratch: Scratch;
	#calls = 0;

	constructor(scratch: Scratch, session: string, cwd: string) {
		this.#scratch = scratch;
		this.session = session;
		this.cwd = cwd;
		this.file = `.claude/projects/${cwd.replaceAll(/[^a-zA-Z0-9]/g, '-')}/${session}.jsonl`;
	}

	record(fields: object, at = Date.now()): void {
		const common = {
			cwd: this.cwd,
			sessionId: this.session,
			version: '2.1.330',
			gitBranch: this.branch,
			timestamp: new Date(at).toISOString(),
		};
		this.#scratch.append(this.file, `${JSON.stringify({ isSidechain: false, ...common, ...fields })}\n`);
	}

	prompt(words = 'Please', at = Date.now()): void {
		this.record({ type: 'user', message: { role: 'user', content: words } }, at);
	}

	call(name: string, input: object, at = Date.now()): string {
		this.#calls++;
		const id = `toolu_${this.session}_${this.#calls}`;
		this.record(
			{ type: 'assistant', message: { id: `msg_${id}`, role: 'assistant', content: [{ type: 'tool_use', id, name, input }] } },
			at,
		);
		return id;
	}

	answer(id: string, content = 'Done', at = Date.now()): void {
		this.record({ type: 'user', message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content }] } }, at);
	}

	edit(path: string, at = Date.now()): void {
		this.answer(this.call('Edit', { file_path: path }, at), 'Updated', at);
	}

	read(path: string, at = Date.now()): void {
		this.answer(this.call('Read', { file_path: path }, at), 'Text', at);
	}

	end(at = Date.now()): void {
		this.record(
			{
				type: 'assistant',
				message: { id: `msg_end_${at}`, role: 'assistant', content: [{ type: 'text', text: 'Done.' }], stop_reason: 'end_turn' },
			},
			at,
		);
	}
}
