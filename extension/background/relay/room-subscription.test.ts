import { expect, test } from 'vitest';
import { newRoomKey } from '../../../shared/seal.ts';
import { agentOf, NOW, snapshotOf } from '../../../testing/sample-room.ts';
import { RoomSubscription } from './room-subscription.ts';
import type { SourceListener } from './source.ts';

const room = {
	id: 'a'.repeat(16),
	room: 'acme-sprint',
	server: 'https://pylon.acme.dev',
	operatorId: 'jake',
	operatorName: 'Jake',
	pairedAt: 1,
	credential: 'secret',
	roomKey: newRoomKey(),
};
const [mine, theirs] = [agentOf('jake', { edits: { 'a.ts': 1 } }), agentOf('ada', { edits: { 'a.ts': 1 }, since: 0 })];

/** The relay's events come from `listener`. */
function subscriptionOf(isPart: boolean): { subscription: RoomSubscription; listener: SourceListener } {
	let listener: SourceListener | undefined;
	const last = { connection: { type: 'live' as const }, snapshot: snapshotOf([mine]), heardAt: NOW, feed: [], isPart };
	const subscription = new RoomSubscription(room, last, {
		now: () => NOW,
		onUpdate: () => undefined,
		openSource: (_, heard) => {
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
	expect(subscription.feed.map(({ type }) => type)).toEqual(['collided', 'started']);
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
