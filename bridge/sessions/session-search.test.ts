/** What lies where agents write, and was made to hold up whoever looks: a command that reads all of it ends, and holds no more than it must. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';

const PYLON = join(import.meta.dirname, '../../bridge/pylon.ts');

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

/** Of a process of its own, since what waits for a pipe could not be ended otherwise. */
function lookThrough(): { status: number | null; stderr: string } {
	const args = ['--max-old-space-size=256', PYLON, 'status', '--json'];
	const env = { PATH: process.env.PATH, HOME: scratch.home };
	return spawnSync(process.execPath, args, { cwd: scratch.home, env, timeout: 60_000, killSignal: 'SIGKILL', encoding: 'utf8' });
}

const LOOKED = expect.objectContaining({ status: 0, stderr: '' });

function pipe(path: string): void {
	mkdirSync(dirname(scratch.at(path)), { recursive: true });
	execFileSync('mkfifo', [scratch.at(path)]);
}

function database(path: string, statements: string): DatabaseSync {
	mkdirSync(dirname(scratch.at(path)), { recursive: true });
	const made = new DatabaseSync(scratch.at(path));
	made.exec(statements);
	return made;
}

const EVER = 'WITH RECURSIVE counted(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM counted)';

describe.skipIf(process.platform === 'win32')('[A3] nothing that lies there holds it up', () => {
	test('links that lead up', () => {
		mkdirSync(scratch.at('.codex/sessions'), { recursive: true });
		for (const name of ['a', 'b', 'c']) symlinkSync('.', scratch.at(`.codex/sessions/${name}`));
		expect(lookThrough()).toEqual(LOOKED);
	});

	test('pipes that nobody writes to, beside a session', () => {
		scratch.write('.cursor/projects/api/agent-transcripts/s/s.jsonl', '{"role":"user","message":{"content":[]}}\n');
		pipe('.cursor/projects/api/.workspace-trusted');
		scratch.write('.gemini/tmp/api/chats/session-1.json', '{"sessionId":"s","messages":[]}');
		pipe('.gemini/tmp/api/.project_root');
		scratch.write('.local/share/opencode/storage/session/p/s.json', '{"id":"s","time":{"created":1,"updated":2}}');
		scratch.write('.local/share/opencode/storage/message/s/m.json', '{"role":"user","time":{"created":1}}');
		pipe('.local/share/opencode/storage/part/m/p.json');
		pipe('.local/share/opencode/storage/todo/s.json');
		scratch.write('.config/Code/User/workspaceStorage/x/chatSessions/s.jsonl', '{"kind":0,"v":{"requests":[{}]}}\n');
		pipe('.config/Code/User/workspaceStorage/x/workspace.json');
		scratch.write('.copilot/session-state/s/events.jsonl', '{"type":"session.start","data":{}}\n');
		pipe('.copilot/session-state/s/session.db');
		database('.local/share/goose/sessions/sessions.db', 'CREATE TABLE sessions (id)').close();
		for (const journal of ['wal', 'journal']) pipe(`.local/share/goose/sessions/sessions.db-${journal}`);
		pipe('.local/share/docker/containers/c/config.v2.json');
		expect(lookThrough()).toEqual(LOOKED);
	});

	const OTHERS =
		'CREATE TABLE message (id, session_id, time_created, time_updated, data); CREATE TABLE todo (session_id, content, status, position)';

	test.each([
		[
			'.local/share/goose/sessions/sessions.db',
			`CREATE VIEW sessions AS ${EVER} SELECT x AS id, x AS working_dir, 4000000 + x % 3 AS updated_at, x AS created_at FROM counted`,
		],
		[
			'.local/share/zed/threads/threads.db',
			`CREATE VIEW threads AS ${EVER} SELECT x AS id, x AS updated_at, 'json' AS data_type, x AS data FROM counted`,
		],
		[
			'.local/share/opencode/opencode.db',
			`${OTHERS}; CREATE TABLE part (id, session_id, message_id, time_updated, data);
			CREATE VIEW Session AS ${EVER} SELECT x AS id, x + 1 AS parent_id, x AS directory, x AS title, x AS version, x AS time_created, 1e15 AS time_updated FROM counted`,
		],
		[
			'.config/Cursor/User/globalStorage/state.vscdb',
			`CREATE VIEW cursorDiskKV AS ${EVER} SELECT x AS key, x AS value, x AS rowid FROM counted`,
		],
	])('%s, where what is asked would be computed', (path, statements) => {
		database(path, statements).close();
		expect(lookThrough()).toEqual(LOOKED);
	});

	test('a file that is mostly hole', () => {
		const file = scratch.write('.cursor/projects/api/agent-transcripts/s/s.jsonl', '');
		truncateSync(file, 1_900_000_000);
		expect(lookThrough()).toEqual(LOOKED);
	});

	test('threads that were packed to be unpacked', () => {
		const many = Buffer.concat([Buffer.from('{"messages":['), Buffer.alloc(200_000_000, '{},'), Buffer.from('{}]}')]);
		const threads = database('.local/share/zed/threads/threads.db', 'CREATE TABLE threads (id, updated_at, data_type, data)');
		threads.prepare('INSERT INTO threads VALUES (?, ?, ?, ?)').run('t', new Date().toISOString(), 'zstd', zstdCompressSync(many));
		threads.close();
		expect(lookThrough()).toEqual(LOOKED);
	});

	test.each([
		['.gemini/tmp/api/chats/session-1.json', '{"sessionId":"s","messages":[', '{},', '{}]}'],
		['.cursor/projects/api/agent-transcripts/s/s.jsonl', '', '{}\n', ''],
		[
			'.config/Code/User/workspaceStorage/x/chatSessions/s.jsonl',
			'{"kind":0,"v":{"requests":[]}}\n',
			`{"kind":2,"k":["requests"],"v":[${'{},'.repeat(50)}{}]}\n`,
			'',
		],
	])('%s, with more things in it than anybody holds', (path, begin, thing, end) => {
		const things = Buffer.alloc(Math.floor(90_000_000 / thing.length) * thing.length, thing).toString();
		scratch.write(path, `${begin}${things}${end}`);
		expect(lookThrough()).toEqual(LOOKED);
	});
});
