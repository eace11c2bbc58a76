import { expect, test } from 'vitest';
import { roomKeyOf } from '../../../shared/alerts/quiet.ts';
import { comingRooms, offeredRooms } from './offered-rooms.ts';

const of = (room: string, server = 'https://pylon.acme.dev') => ({ room, server, operatorId: 'jake', operatorName: 'Jake' });
const [acme, docs] = [of('acme'), of('docs')];

test('a room that the browser is in, by a token or by the host, is not offered again', () => {
	expect(offeredRooms([acme, docs], [acme])).toEqual([docs]);
	expect(offeredRooms([acme], [of('acme', 'https://other.dev')])).toEqual([acme]);
});

test('nothing comes before its person agreed; then all come, those of later too, but for those that were taken out', () => {
	expect(comingRooms([acme, docs], { consent: 'unasked', forgotten: [] })).toEqual([]);
	expect(comingRooms([acme, docs], { consent: 'no', forgotten: [] })).toEqual([]);
	expect(comingRooms([acme, docs], { consent: 'yes', forgotten: [roomKeyOf(docs)] })).toEqual([acme]);
});
