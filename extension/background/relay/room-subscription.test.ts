import { expect, test } from 'vitest';
import type { Agent } from '../../../shared/room/events.ts';
import { recall, rememberedOf } from '../../../shared/room/memory.ts';
import { agentOf, MIN, meeting, NOW, snapshotOf } from '../../../testing/sample-room.ts';
import { RoomModel } from '../../room/room-model.ts';
import { RoomSubscription, type RoomUpdate } from './room-subscription.ts';
import type { SourceListener } from './source.ts';

const ID = 'a'.repeat(16);
const [mine, theirs] = meeting([agentOf('jake', { edits: { 'a.ts': 1 } }), agentOf('ada', { edits: { 'a.ts': 1 }, since: 0 })]) as [
	Agent,
	Agent,
];

/** The relay's events come from `listener`. */
function subscriptionOf(isPart: boolean): { subscription: RoomSubscription; listener: SourceListener } {
	let listener: SourceListener | undefined;
	const last = { connection: { type: 'live' as const }, snapshot: snapshotOf([mine]), heardAt: NOW, feed: [], isPart };
	const subscription = new RoomSubscription(ID, last, {
		now: () => NOW,
		onUpdate: () => undefined,
		openSource: (heard) => {
			listener = heard;
			return { ping: () => undefined };
		},
	});
	subscription.open();
	if (listener === undefined) throw new Error('Nothing was opened.');
	return { subscription, listener };
}

test('what happened while the background slept is news', () => {
	const { subscription, listener } = subscriptionOf(false);
	listener.event(snapshotOf([mine, theirs]));
	expect(subscription.feed.map(({ type }) => type)).toEqual(['collided', 'started', 'edited']);
});

test('[L12] what was only left out of what was kept is none, and what happens from then on is', () => {
	const { subscription, listener } = subscriptionOf(true);
	listener.event(snapshotOf([mine, theirs], { settled: false }));
	expect([subscription.isPart, subscription.feed]).toEqual([true, []]);
	listener.event(snapshotOf([mine, theirs]));
	expect([subscription.isPart, subscription.feed]).toEqual([false, []]);
	listener.event({ type: 'agent-gone', at: NOW, operatorId: 'ada', agentId: theirs.agentId });
	expect(subscription.feed.map(({ type }) => type)).toEqual(['resolved']);
});

test('[C9] what was remembered is told with the first snapshot, of those who are in the room still, and nothing of it is news', () => {
	const alive = (operatorId: string, paths: string[]) =>
		agentOf(operatorId, { touches: paths.map((path) => ({ path, mode: 'alive' as const, at: NOW - 60 * MIN })) });
	const before = meeting([alive('jake', ['a.ts', 'b.ts']), alive('andrew', ['a.ts']), alive('bea', ['b.ts'])]);
	const heard = new RoomModel();
	heard.apply({ event: snapshotOf(before, { at: NOW - 50 * MIN }), heardAt: NOW - 50 * MIN });
	const memory = rememberedOf(heard.state);

	let listener: SourceListener | undefined;
	const surface = new RoomModel();
	const onUpdate = (update: RoomUpdate) => (update.type === 'event' ? surface.apply(update.received) : undefined);
	const openSource = (opened: SourceListener) => {
		listener = opened;
		return { ping: () => undefined };
	};
	const subscription = new RoomSubscription(ID, undefined, {
		now: () => NOW,
		onUpdate,
		openSource,
		recall: (state) => recall(state, memory),
	});
	subscription.open();
	const [jakes] = before as [Agent];
	listener?.event(snapshotOf([jakes], { reporters: [{ operatorId: 'jake', deviceId: jakes.deviceId, heardAt: NOW }] }));
	for (const model of [subscription.model, surface]) {
		expect(model.collisions(NOW).map(({ path, level }) => [path, level])).toEqual([['a.ts', 'conflict']]);
		expect([...model.state.reporters.values()].find(({ operatorId }) => operatorId === 'andrew')?.offlineSince).toBe(NOW - 50 * MIN);
	}
	expect(subscription.feed).toEqual([]);
});
