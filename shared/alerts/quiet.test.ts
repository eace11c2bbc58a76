import { expect, test } from 'vitest';
import { isSameQuiet, type Mute, mutedIn, newestQuiet, type Quiet, quiet } from './quiet.ts';
import { NO_QUIET_HOURS } from './quiet-hours.ts';

const ROOM = 'https://pylon.acme.dev acme';
const FILE = 'github.com/acme/api\0src/a.ts';
const night = (at: number, from = '20:00') => ({ isOn: true, from, to: '08:00', at });
const muting = (muted: Record<string, Mute>, hours: Quiet['hours'] = NO_QUIET_HOURS): Quiet => ({ hours, muted: { [ROOM]: muted } });
const both = (one: Quiet, other: Quiet): Quiet => {
	const merged = newestQuiet(one, other);
	expect(newestQuiet(other, one), 'in either order').toEqual(merged);
	expect(newestQuiet(merged, one), 'taken in twice').toEqual(merged);
	return merged;
};

test('[N2] of quiet hours the last change wins, whoever made it', () => {
	expect(both(muting({}, night(1)), muting({}, night(2, '21:00'))).hours.from).toBe('21:00');
	expect(both(muting({}, night(3)), muting({}, { ...NO_QUIET_HOURS, at: 4 })).hours.isOn).toBe(false);
});

test('[N2] quiet hours of before there was a time to them hold against none', () => {
	const { at: _, ...old } = night(0);
	expect(both(muting({}, old), muting({})).hours).toEqual(old);
	expect(both(muting({}, old), muting({}, night(1, '22:00'))).hours.from).toBe('22:00');
});

test('[N2] of each mute the last change wins, and what only one side has stays', () => {
	const one = muting({ [FILE]: { isMuted: true, at: 5 }, andrew: { isMuted: true, at: 2 } });
	const other = muting({ [FILE]: { isMuted: false, at: 6 }, ada: { isMuted: true, at: 0 } });
	expect(mutedIn(both(one, other).muted[ROOM] ?? {})).toEqual({ mutedFiles: [], mutedPeople: ['ada', 'andrew'] });
	const again = both(both(one, other), muting({ [FILE]: { isMuted: true, at: 7 } }));
	expect(mutedIn(again.muted[ROOM] ?? {}).mutedFiles).toEqual([FILE]);
});

test('[N2] of more than can be kept the newest stay, alike on both sides', () => {
	const many = (from: number) =>
		muting(Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`person-${from + index}`, { isMuted: true, at: from + index }])));
	const kept = Object.keys(both(many(0), many(100)).muted[ROOM] ?? {});
	expect(kept).toHaveLength(200);
	expect(kept).toContain('person-249');
	expect(kept).not.toContain('person-49');
});

test('rooms are told apart, and the order in which things stand is no difference', () => {
	const one = { hours: NO_QUIET_HOURS, muted: { a: { x: { isMuted: true, at: 1 } }, b: { y: { isMuted: true, at: 1 } } } };
	const other = { muted: { b: { y: { at: 1, isMuted: true } }, a: { x: { at: 1, isMuted: true } } }, hours: NO_QUIET_HOURS };
	expect(isSameQuiet(one, other)).toBe(true);
	expect(isSameQuiet(one, { ...other, muted: { b: other.muted.a } })).toBe(false);
});

test('what is no such thing is refused', () => {
	const refused = (value: unknown) => expect(quiet.safeParse(value).success).toBe(false);
	refused({ hours: { isOn: true, from: '25:00', to: '08:00' }, muted: {} });
	refused({ hours: NO_QUIET_HOURS, muted: { [ROOM]: { ['x'.repeat(1_501)]: { isMuted: true, at: 0 } } } });
	refused({ hours: NO_QUIET_HOURS, muted: {}, more: 1 });
});
