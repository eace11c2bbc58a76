import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toBase64Url } from '../../shared/bytes.ts';
import { EXIT, UserError } from '../base/user-error.ts';
import {
	allRooms,
	currentRoom,
	findRoom,
	forgetRoom,
	keepProfile,
	makeCurrent,
	type RoomConfig,
	refuseSecondRoom,
	saveRoom,
} from './config.ts';

const config = (room: string): RoomConfig => ({
	room,
	server: 'https://pylon.acme.dev',
	operatorId: 'jake',
	operatorName: 'Jake',
	color: '#3B82F6',
	role: 'admin',
	sharedPaths: ['~/work/acme-api'],
	credential: 'c'.repeat(43),
	roomKey: toBase64Url(new Uint8Array(32)),
	device: '0123456789abcdef',
});

describe('the rooms of a machine', () => {
	let home: string;
	const names = () => allRooms(home).map(({ room }) => room);

	beforeEach(() => {
		home = mkdtempSync(join(tmpdir(), 'pylon-config-'));
	});
	afterEach(() => rmSync(home, { recursive: true, force: true }));

	test('there is none at first, and asking for one makes no file', () => {
		expect(currentRoom(home)).toBeUndefined();
		expect(names()).toEqual([]);
		expect(readdirSync(home)).toEqual([]);
	});

	test('the file is 0600 in a folder that is 0700, even where the folder was open before', () => {
		mkdirSync(join(home, '.pylon'), { mode: 0o755 });
		chmodSync(join(home, '.pylon'), 0o755);
		saveRoom(home, config('acme'));
		expect(statSync(join(home, '.pylon')).mode & 0o777).toBe(0o700);
		expect(statSync(join(home, '.pylon/room.json')).mode & 0o777).toBe(0o600);
	});

	test('what is saved comes back, `~` included, and nothing else is left in the folder', () => {
		saveRoom(home, config('acme'));
		expect(currentRoom(home)).toEqual(config('acme'));
		expect(readdirSync(join(home, '.pylon'))).toEqual(['room.json']);
	});

	test('a new room becomes the current one, and the one before is kept beside it', () => {
		saveRoom(home, config('acme'));
		saveRoom(home, config('beta'));
		expect(names()).toEqual(['beta', 'acme']);
		saveRoom(home, { ...config('acme'), sharedPaths: [] });
		expect(names()).toEqual(['beta', 'acme']);
		expect(findRoom(home, 'acme').sharedPaths).toEqual([]);
	});

	test('rooms change places, and forgetting the current one promotes another', () => {
		saveRoom(home, config('acme'));
		saveRoom(home, config('beta'));
		makeCurrent(home, 'acme');
		expect(names()).toEqual(['acme', 'beta']);
		expect(forgetRoom(home, 'acme')?.room).toBe('beta');
		expect(names()).toEqual(['beta']);
		expect(forgetRoom(home, 'beta')).toBeUndefined();
		expect(names()).toEqual([]);
	});

	test('a room of the same name is refused, and an unknown one named with those that are known', () => {
		saveRoom(home, config('acme'));
		expect(() => refuseSecondRoom(home, 'acme')).toThrow(/is in a room named acme already/);
		expect(() => findRoom(home, 'nope')).toThrow(expect.objectContaining({ exit: EXIT.usage, hint: expect.stringContaining('acme') }));
	});

	test('what an admin changed of this operator is kept', () => {
		saveRoom(home, config('acme'));
		keepProfile(home, config('acme'), { name: 'Jake', color: '#3B82F6', role: 'member' });
		expect(currentRoom(home)).toEqual({ ...config('acme'), role: 'member' });
	});

	test.each([
		['not JSON', '{"room":', /is damaged \(it is not JSON\)/],
		['a wrong field', JSON.stringify({ ...config('acme'), color: 'blue' }), /is damaged \(color: /],
		['a missing field', JSON.stringify({ ...config('acme'), credential: undefined }), /is damaged \(credential: /],
		['a room key of the wrong length', JSON.stringify({ ...config('acme'), roomKey: 'AAAA' }), /is damaged \(roomKey: /],
	])('damage (%s) is told with the file, the field and what to do', (_, text, words) => {
		mkdirSync(join(home, '.pylon'));
		writeFileSync(join(home, '.pylon/room.json'), text);
		const read = () => currentRoom(home);
		expect(read).toThrow(words);
		expect(read).toThrow(UserError);
		expect(read).toThrow(expect.objectContaining({ exit: EXIT.config, hint: expect.stringContaining('.damaged') }));
	});
});
