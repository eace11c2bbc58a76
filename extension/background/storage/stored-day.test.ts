/** What a browser keeps of a room's last day, in its vault. */
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { newRoomKey } from '../../../shared/seal.ts';
import { MIN, NOW } from '../../../testing/sample-room.ts';
import type { Day } from '../relay/room-subscription.ts';

const room = { id: 'a'.repeat(16), roomKey: newRoomKey() };
const NOTHING = { feed: [], runs: [] };

let days: typeof import('./stored-day.ts');
beforeAll(async () => {
	vi.stubGlobal('chrome', fakeBrowser);
	days = await import('./stored-day.ts');
});
beforeEach(() => fakeBrowser.reset());

const lies = async () => (await fakeBrowser.storage.local.get(null)) as Record<string, string>;
const entry = (id: string, path: string) => ({ id, at: NOW, type: 'edited' as const, operatorId: 'ada', name: 'Ada', files: [path] });
const day: Day = {
	feed: [entry('1', 'src/canary.ts')],
	runs: [{ agent: 'ada/1', operatorId: 'ada', status: 'working', from: NOW - MIN, to: NOW }],
};

test('[C9] what happened outlives the background, sealed with the room’s key, until the room is left', async () => {
	await new days.DayKeeper(room).keep(day, NOW);
	expect(await days.readDay(room)).toEqual(day);
	expect(JSON.stringify(await lies())).not.toMatch(/canary|ada/);
	await days.removeDay(room.id);
	expect(await lies()).toEqual({});
});

test('it is written every half minute and at the end, where it changed', async () => {
	const keeper = new days.DayKeeper(room);
	const feedNow = async () => (await days.readDay(room)).feed.length;
	await keeper.keep(day, NOW);
	const two = { ...day, feed: [entry('2', 'b.ts'), ...day.feed] };
	await keeper.keep(two, NOW + 20_000);
	expect(await feedNow()).toBe(1);
	await keeper.keep(two, NOW + 31_000);
	expect(await feedNow()).toBe(2);
	await keeper.keepNow({ ...two, feed: [] });
	expect(await feedNow()).toBe(0);
});

test('what is damaged, or sealed with another key, is nothing; an entry that is of another version costs itself alone', async () => {
	await fakeBrowser.storage.local.set({ [`day:${room.id}`]: 'AAAA' });
	expect(await days.readDay(room)).toEqual(NOTHING);
	await fakeBrowser.storage.local.set({ [`day:${room.id}`]: { feed: [] } });
	expect(await days.readDay(room)).toEqual(NOTHING);
	await new days.DayKeeper({ ...room, roomKey: newRoomKey() }).keepNow(day);
	expect(await days.readDay(room)).toEqual(NOTHING);
	const strange = { id: 'x', at: NOW, type: 'danced' } as unknown as Day['feed'][number];
	await new days.DayKeeper(room).keepNow({ ...day, feed: [strange, ...day.feed] });
	expect(await days.readDay(room)).toEqual(day);
});

test('[L12] of more than a browser should store, the newest is kept', async () => {
	const many = Array.from({ length: 400 }, (_, index) => entry(String(index), `${'x'.repeat(4_000)}/${index}.ts`));
	await new days.DayKeeper(room).keepNow({ ...day, feed: many });
	const kept = (await days.readDay(room)).feed;
	expect(kept.length).toBeGreaterThan(50);
	expect(kept.length).toBeLessThan(400);
	expect(kept[0]).toEqual(many[0]);
});
