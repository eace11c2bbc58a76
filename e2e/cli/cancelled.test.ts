/** Ctrl-C while a relay is waited for ends the command at once, as a shell expects. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EXIT } from '../../bridge/base/user-error.ts';
import { saveRoom } from '../../bridge/rooms/config.ts';
import { home as project } from '../../scripts/run.ts';
import { toBase64Url } from '../../shared/bytes.ts';
import { newRoomKey } from '../../shared/seal.ts';
import { newSecret, writeToken } from '../../shared/token.ts';
import { Member } from '../../testing/member.ts';
import { Scratch } from '../../testing/scratch.ts';

let scratch: Scratch;
let jake: Member;
let server: string;
let relay: Server;
let asked: Promise<unknown>;
const sockets = new Set<Socket>();

beforeEach(async () => {
	scratch = new Scratch();
	jake = Member.inScratch(scratch.home, 'jake');
	// Takes every connection and never says a word.
	relay = createServer((socket) => sockets.add(socket.on('error', () => socket.destroy())));
	asked = once(relay, 'connection');
	relay.listen(0, '127.0.0.1');
	await once(relay, 'listening');
	server = `http://127.0.0.1:${(relay.address() as AddressInfo).port}`;
	saveRoom(jake.home, {
		room: 'acme',
		server,
		operatorId: 'jake',
		operatorName: 'Jake',
		color: '#3B82F6',
		role: 'admin',
		sharedPaths: [],
		credential: 'k'.repeat(43),
		roomKey: toBase64Url(newRoomKey()),
		device: 'e'.repeat(16),
	});
});
afterEach(() => {
	for (const socket of sockets) socket.destroy();
	relay.close();
	scratch.remove();
});

const token = () => writeToken({ kind: 'link', server, room: 'other', secret: newSecret(), roomKey: newRoomKey() });

test.each<[string, () => string[]]>([
	['status', () => ['status', '--all']],
	['members', () => ['members']],
	['leave', () => ['leave', '--yes']],
	['leave --force', () => ['leave', '--yes', '--force']],
	['join', () => ['join', token(), '--yes']],
	['init', () => ['init', '--room', 'other', '--server', server, '--name', 'Jake', '--create-key', 'key', '--yes']],
])('%s', async (_, args) => {
	const child = spawn(process.execPath, [join(project, 'bridge/pylon.ts'), ...args()], {
		env: jake.env,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const end = once(child, 'close');
	let said = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
	await asked;
	child.kill('SIGINT');
	expect(await end).toEqual([EXIT.cancelled, null]);
	expect(said).toContain('Cancelled.');
	expect(said).not.toMatch(/unsettled|failed/);
});
