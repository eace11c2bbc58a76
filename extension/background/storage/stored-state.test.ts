/** What versions before this one stored is read as it was. */
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

const ROOM = {
	id: 'a'.repeat(16),
	room: 'acme-sprint',
	server: 'https://pylon.acme.dev',
	operatorId: 'jake',
	operatorName: 'Jake',
	pairedAt: 1_790_000_000_000,
	credential: 's'.repeat(43),
	roomKey: 'A'.repeat(43),
};
const OTHER = { ...ROOM, id: 'b'.repeat(16), room: 'other' };

/** As 0.1.0 wrote it, all without a version. */
const OF_0_1_0 = {
	settings: { theme: 'dark', notify: 'collisions', quiet: { isOn: true, from: '20:00', to: '08:00' }, hosts: ['https://git.acme.dev'] },
	rooms: [ROOM, OTHER],
	active: OTHER.id,
	[`room:${ROOM.id}`]: {
		alerts: {
			raised: { key: 1 },
			open: ['key'],
			snoozed: { key: 2 },
			mutedFiles: ['github.com/acme/api\0a.ts'],
			mutedPeople: ['andrew'],
			judged: { key: true },
			useful: 1,
			useless: 0,
			waits: { 'jake/1': 3 },
			shownAlone: { collisions: [4], waits: [] },
			digestAt: 5,
		},
		lookedAt: 6,
	},
	seen: [{ repo: 'github.com/acme/api', head: 'feat/login', number: 7 }],
	githubToken: 'github_pat_x',
};

let settings: typeof import('../../contract/stored-settings.ts');
let rooms: typeof import('./stored-rooms.ts');
let state: typeof import('./stored-state.ts');

beforeAll(async () => {
	// Items ask the browser for their storage as they are defined.
	vi.stubGlobal('chrome', fakeBrowser);
	[settings, rooms, state] = await Promise.all([
		import('../../contract/stored-settings.ts'),
		import('./stored-rooms.ts'),
		import('./stored-state.ts'),
	]);
});

beforeEach(() => fakeBrowser.reset());

test('rooms, records, the token and the settings of 0.1.0 are read as they were; of pull requests it did not say how it knew', async () => {
	await fakeBrowser.storage.local.set(OF_0_1_0);
	const read = await rooms.readRooms();
	expect(read.rooms.map(({ id, room, credential }) => ({ id, room, credential }))).toEqual(
		[ROOM, OTHER].map(({ id, room, credential }) => ({ id, room, credential })),
	);
	expect(read.active?.id).toBe(OTHER.id);
	expect(await state.readRecord(ROOM.id)).toEqual(OF_0_1_0[`room:${ROOM.id}`]);
	expect(await state.readSeenPulls()).toEqual([]);
	const seen = [{ ...OF_0_1_0.seen[0], source: 'payload' }] as Parameters<typeof state.storeSeenPulls>[0];
	await state.storeSeenPulls(seen);
	expect(await state.readSeenPulls()).toEqual(seen);
	expect(await state.readGithubToken()).toBe('github_pat_x');
	expect(await settings.readSettings()).toEqual(OF_0_1_0.settings);
});

test('where nothing is stored, nothing was ever said', async () => {
	expect(await rooms.readRooms()).toEqual({ rooms: [], active: undefined, isChosen: false });
	expect(await state.readRecord(ROOM.id)).toEqual(state.emptyRecord());
	expect(await state.readSeenPulls()).toEqual([]);
	expect(await state.readGithubToken()).toBeUndefined();
	expect((await settings.readSettings()).theme).toBe('system');
});

test('what is written is read again, and lies where 0.1.0 finds it', async () => {
	await fakeBrowser.storage.local.set(OF_0_1_0);
	await rooms.writeRooms(await rooms.readRooms());
	await state.storeRecord(ROOM.id, await state.readRecord(ROOM.id));
	await state.storeGithubToken('github_pat_x');
	await settings.changeSettings({});
	expect(await fakeBrowser.storage.local.get(null)).toEqual(OF_0_1_0);
	await state.storeGithubToken(undefined);
	expect(await state.readGithubToken()).toBeUndefined();
});

test('one room that cannot be read costs itself alone', async () => {
	await fakeBrowser.storage.local.set({ rooms: [{ ...ROOM, roomKey: 'short' }, OTHER], active: ROOM.id });
	const read = await rooms.readRooms();
	expect([read.rooms.map(({ id }) => id), read.active?.id]).toEqual([[OTHER.id], OTHER.id]);
});
