import { describe, expect, test } from 'vitest';
import { agentOf, NOW, snapshotOf } from '../../testing/sample-room.ts';
import { CHANGE_MAX_MS, OFFLINE_VISIBLE_MS } from '../limits.ts';
import { newRoomKey } from '../seal.ts';
import { agentKey, emptyRoom, fold, forgetOffline, type RoomState } from './fold.ts';
import { openMemory, recall, rememberedOf, sealMemory } from './memory.ts';

const HOUR_MS = 60 * 60_000;
const alive = { path: 'a.ts', mode: 'alive' as const, at: NOW };
const read = { path: 'b.ts', mode: 'read' as const, at: NOW };
const living = agentOf('andrew', { touches: [alive, read] });
const reading = agentOf('andrew', { touches: [read] });
const reporters = [{ operatorId: 'andrew', deviceId: living.deviceId, heardAt: NOW }];

function heard(...agents: (typeof living)[]): RoomState {
	const state = emptyRoom('acme');
	fold(state, snapshotOf(agents, { reporters }));
	return state;
}
/** As another start of the same machine has it. */
function recalled(from = heard(living, reading)): RoomState {
	const key = newRoomKey();
	const state = emptyRoom('acme');
	recall(state, openMemory(key, sealMemory(key, rememberedOf(from))) as NonNullable<ReturnType<typeof openMemory>>);
	return state;
}
const pathsIn = (state: RoomState) => [...state.agents.values()].flatMap(({ touches }) => touches.map(({ path }) => path));

describe('what is remembered', () => {
	test('[C9] is what lives, and nothing else', () => {
		expect(pathsIn(recalled())).toEqual(['a.ts']);
	});

	test('[C9] stays through a snapshot of a room that has forgotten, is offline, and is let go after 14 days', () => {
		const state = recalled();
		fold(state, snapshotOf([], { at: NOW + HOUR_MS, reporters: [] }));
		forgetOffline(state, NOW + HOUR_MS);
		expect(pathsIn(state)).toEqual(['a.ts']);
		expect(state.reporters.get(living.deviceId)?.offlineSince).toBe(NOW);
		forgetOffline(state, NOW + CHANGE_MAX_MS + 1);
		expect([state.agents.size, state.reporters.size]).toEqual([0, 0]);
	});

	test('[C9] ends when its machine says everything and does not name it, and when its operator is gone', () => {
		const said = recalled();
		fold(said, { type: 'reported', at: NOW + 1, operatorId: 'andrew', deviceId: living.deviceId, agents: [reading.agentId] });
		expect(said.agents.size).toBe(0);
		const named = recalled();
		fold(named, { type: 'reported', at: NOW + 1, operatorId: 'andrew', deviceId: living.deviceId, agents: [living.agentId] });
		expect([...named.agents.keys()]).toEqual([agentKey(living)]);
		const left = recalled();
		fold(left, { type: 'operator-gone', at: NOW + 1, operatorId: 'andrew' });
		expect(left.agents.size).toBe(0);
	});

	test('[C9] of a machine that went away without a restart between, only what lives is kept past its 15 minutes', () => {
		const state = heard(living, reading);
		fold(state, { type: 'reporter-gone', at: NOW, operatorId: 'andrew', deviceId: living.deviceId });
		forgetOffline(state, NOW + OFFLINE_VISIBLE_MS + 1);
		expect([...state.agents.keys()]).toEqual([agentKey(living)]);
		const relay = { ...heard(living), remembers: false };
		fold(relay, { type: 'reporter-gone', at: NOW, operatorId: 'andrew', deviceId: living.deviceId });
		forgetOffline(relay, NOW + OFFLINE_VISIBLE_MS + 1);
		expect(relay.agents.size).toBe(0);
	});

	test('is unreadable without the key, and what is damaged is none', () => {
		const key = newRoomKey();
		const sealed = sealMemory(key, rememberedOf(heard(living)));
		expect(sealed).not.toContain('andrew');
		expect([openMemory(newRoomKey(), sealed), openMemory(key, `${sealed.slice(0, -4)}AAAA`), openMemory(key, 'no')]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});
});
