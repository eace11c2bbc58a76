import { expect, test } from 'vitest';
import { newRoomKey } from '../../../shared/seal.ts';
import { agentOf, NOW, snapshotOf } from '../../../testing/sample-room.ts';
import { RoomKeeper } from './live-room.ts';
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
function keeperOf(isPart: boolean): { keeper: RoomKeeper; listener: SourceListener } {
	let listener: SourceListener | undefined;
	const kept = { snapshot: snapshotOf([mine]), heardAt: NOW, feed: [], isPart };
	const keeper = new RoomKeeper(room, kept, {
		now: () => NOW,
		tell: () => undefined,
		openSource: (_, heard) => {
			listener = heard;
			return { ping: () => undefined };
		},
	});
	keeper.open();
	if (listener === undefined) throw new Error('Nothing was opened.');
	return { keeper, listener };
}

test('what happened while the background slept is news', () => {
	const { keeper, listener } = keeperOf(false);
	listener.event(snapshotOf([mine, theirs]));
	expect(keeper.feed.map(({ type }) => type)).toEqual(['collided', 'started']);
});

test('[L12] what was only left out of what was kept is none, and what happens from then on is', () => {
	const { keeper, listener } = keeperOf(true);
	listener.event(snapshotOf([mine, theirs], { settled: false }));
	expect([keeper.isPart, keeper.feed]).toEqual([true, []]);
	listener.event(snapshotOf([mine, theirs]));
	expect([keeper.isPart, keeper.feed]).toEqual([false, []]);
	listener.event({ type: 'agent-gone', at: NOW, operatorId: 'ada', agentId: theirs.agentId });
	expect(keeper.feed.map(({ type }) => type)).toEqual(['resolved']);
});
