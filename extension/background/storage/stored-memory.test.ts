/** What a browser remembers of a room's living changes, in its vault. */
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { newRoomKey } from '../../../shared/seal.ts';
import { agentOf, MIN, modelOf, NOW } from '../../../testing/sample-room.ts';
import { RoomModel } from '../../room/room-model.ts';

const room = { id: 'a'.repeat(16), roomKey: newRoomKey() };
const CANARY = 'src/canary.ts';
const alive = (operatorId: string, ...paths: string[]) =>
	agentOf(operatorId, { touches: paths.map((path) => ({ path, mode: 'alive', at: NOW - 60 * MIN })) });

let memory: typeof import('./stored-memory.ts');
beforeAll(async () => {
	vi.stubGlobal('chrome', fakeBrowser);
	memory = await import('./stored-memory.ts');
});
beforeEach(() => fakeBrowser.reset());

const lies = async () => (await fakeBrowser.storage.local.get(null)) as Record<string, string>;
async function recalled(roomKey = room.roomKey): Promise<string[]> {
	const model = new RoomModel();
	const recall = await memory.readMemory({ ...room, roomKey });
	if (recall !== undefined) model.recall(recall);
	return [...model.state.agents.values()].flatMap(({ touches }) => touches.map(({ path }) => path));
}

test('[C9] others’ living changes outlive the background, sealed with the room’s key, until the room is left', async () => {
	const { state } = modelOf([alive('andrew', CANARY), agentOf('ada', { edits: { 'edited.ts': 1 }, reads: { 'read.ts': 1 } })]);
	await new memory.MemoryKeeper(room).keep(state, NOW);
	expect(await recalled()).toEqual([CANARY]);
	expect(JSON.stringify(await lies())).not.toContain('canary');
	expect(await recalled(newRoomKey())).toEqual([]);
	await memory.removeMemory(room.id);
	expect(await lies()).toEqual({});
	expect(await memory.readMemory(room)).toBeUndefined();
});

test('[C9] it is looked for what changed every 30 s and at the end, and what is as it was is written again after 5 minutes alone', async () => {
	const keeper = new memory.MemoryKeeper(room);
	const model = modelOf([alive('andrew', 'a.ts')]);
	const { state } = model;
	const keep = async (seconds: number) => {
		const before = JSON.stringify(await lies());
		state.at = NOW + seconds * 1_000;
		await keeper.keep(state, state.at);
		return JSON.stringify(await lies()) !== before;
	};
	const tell = (...paths: string[]) => {
		for (const agent of modelOf([alive('ada', ...paths)]).state.agents.values()) state.agents.set('ada', agent);
	};
	expect([await keep(0), await keep(31)]).toEqual([true, false]);
	tell('b.ts');
	expect([await keep(40), await keep(62), await keep(100)]).toEqual([false, true, false]);
	expect([await keep(361), await keep(392)]).toEqual([false, true]);
	tell('c.ts');
	state.at += 1;
	await keeper.keepNow(state);
	expect(await recalled()).toEqual(['a.ts', 'c.ts']);
});

test('[L12] of more than a browser should store, what is in a file of mine is kept', async () => {
	const many = (operatorId: string) =>
		alive(operatorId, ...Array.from({ length: 200 }, (_, at) => `${operatorId}/${'x'.repeat(180)}/${at}.ts`));
	const crowd = Array.from({ length: 60 }, (_, at) => ({ ...many('ada'), agentId: at.toString(16).padStart(16, 'f') }));
	const { state } = modelOf([...crowd, alive('jake', 'mine.ts'), alive('andrew', 'mine.ts', 'far.ts')]);
	await new memory.MemoryKeeper(room).keep(state, NOW);
	expect(await recalled()).toEqual(['mine.ts', 'mine.ts']);
});

test('what is damaged is nothing', async () => {
	await fakeBrowser.storage.local.set({ [`memory:${room.id}`]: 'AAAA' });
	expect(await memory.readMemory(room)).toBeUndefined();
});
