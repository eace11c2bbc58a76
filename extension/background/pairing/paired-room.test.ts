import { expect, test } from 'vitest';
import { newRoomKey } from '../../../shared/seal.ts';
import { type PairedRoom, pairedRoom, toKnown, toStored } from './paired-room.ts';
import { type PairedRooms, shownFirst, withoutRoom, withRoom } from './paired-rooms.ts';

const roomOf = (id: string, room: string): PairedRoom => ({
	id: id.repeat(16),
	room,
	server: 'https://pylon.acme.dev',
	operatorId: 'jake',
	operatorName: 'Jake',
	pairedAt: 1,
	credential: 's'.repeat(43),
	roomKey: newRoomKey(),
});

test('[P8] what surfaces are told of a room holds neither its credential nor its key', () => {
	const room = roomOf('a', 'acme');
	expect(Object.keys(toKnown(room))).not.toEqual(expect.arrayContaining(['credential', 'roomKey']));
	expect(JSON.stringify(toKnown(room))).not.toContain(room.credential);
});

test('a stored room comes back as it was, and a damaged one does not', () => {
	const room = roomOf('a', 'acme');
	const stored = JSON.parse(JSON.stringify(toStored(room)));
	expect(pairedRoom.parse(stored)).toEqual(room);
	expect(pairedRoom.safeParse({ ...stored, roomKey: 'short' }).success).toBe(false);
});

test('pairing a room again replaces its pairing; forgetting the shown one shows another', () => {
	const [first, second, again] = [roomOf('a', 'acme'), roomOf('b', 'other'), roomOf('c', 'acme')];
	const none: PairedRooms = { rooms: [], active: undefined, isChosen: false };
	const three = [first, second, again].reduce((known, room) => withRoom(known, room, { isShown: true }), none);
	expect(three.rooms.map((room) => room.id[0])).toEqual(['b', 'c']);
	expect(three.active).toBe(again);
	const left = withoutRoom(three, again.id);
	expect(left.active).toBe(second);
	expect(withoutRoom(left, second.id)).toEqual({ rooms: [], active: undefined, isChosen: false });
});

test('a room that came by itself is shown where no other is, and takes no other one’s place', () => {
	const [first, second, again] = [roomOf('a', 'acme'), roomOf('b', 'other'), roomOf('c', 'acme')];
	const one = withRoom({ rooms: [], active: undefined, isChosen: false }, first, { isShown: false });
	expect(one.active).toBe(first);
	const two = withRoom(one, second, { isShown: false });
	expect([two.active, two.rooms]).toEqual([first, [first, second]]);
	expect(withRoom(two, again, { isShown: false }).active).toBe(again);
});

test('of several the one that was chosen here is shown first, else the one that needs its person, else the first that came', () => {
	const [first, second, third] = [roomOf('a', 'acme'), roomOf('b', 'other'), roomOf('c', 'third')];
	const none: PairedRooms = { rooms: [], active: undefined, isChosen: false };
	const came = [first, second, third].reduce((known, room) => withRoom(known, room, { isShown: false }), none);
	expect([came.active, came.isChosen]).toEqual([first, false]);
	expect(shownFirst(came, new Set())).toBe(first);
	expect(shownFirst(came, new Set([third, second]))).toBe(second);
	expect(shownFirst(came, new Set([third, first]))).toBe(first);
	expect(shownFirst({ ...came, active: third, isChosen: true }, new Set([second]))).toBe(third);
	const pasted = withRoom(came, roomOf('d', 'pasted'), { isShown: true });
	expect([pasted.active?.room, pasted.isChosen]).toEqual(['pasted', true]);
	expect(withoutRoom(pasted, pasted.active?.id ?? '')).toMatchObject({ active: first, isChosen: false });
});
