import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toBase64Url } from '../../shared/bytes.ts';
import { emptyRoom, fold, type RoomState } from '../../shared/room/fold.ts';
import { newRoomKey } from '../../shared/seal.ts';
import { agentOf, NOW, snapshotOf } from '../../testing/sample-room.ts';
import { forgetRoom, memoryFile, type RoomConfig, saveRoom } from './config.ts';
import { recallRoom, rememberRoom } from './room-memory.ts';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'pylon-memory-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const config: RoomConfig = {
	room: 'acme-sprint',
	server: 'https://pylon.acme.dev',
	operatorId: 'jake',
	operatorName: 'Jake',
	color: '#3B82F6',
	role: 'admin',
	sharedPaths: [],
	credential: 'A'.repeat(43),
	roomKey: toBase64Url(newRoomKey()),
	device: '0123456789abcdef',
};

function roomWithLife(): RoomState {
	const state = emptyRoom(config.room);
	fold(state, snapshotOf([agentOf('andrew', { touches: [{ path: 'a.ts', mode: 'alive', at: NOW }] })]));
	return state;
}

test('[C9] a room is remembered over restarts, for this user alone', () => {
	saveRoom(home, config);
	rememberRoom(home, config, roomWithLife());
	expect(statSync(memoryFile(home, config.room)).mode & 0o777).toBe(0o600);
	const state = emptyRoom(config.room);
	recallRoom(home, config, state);
	expect([...state.agents.values()].map(({ operatorId }) => operatorId)).toEqual(['andrew']);
});

test('[C9] one that was left is not, also where its bridge ends after that', () => {
	saveRoom(home, config);
	rememberRoom(home, config, roomWithLife());
	forgetRoom(home, config.room);
	expect(existsSync(memoryFile(home, config.room))).toBe(false);
	rememberRoom(home, config, roomWithLife());
	expect(existsSync(memoryFile(home, config.room))).toBe(false);
});
