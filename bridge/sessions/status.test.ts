import { describe, expect, test } from 'vitest';
import type { Turn } from '../agents/sighting.ts';
import { ASKED_MS, HELD_MS, OPEN_MS, QUIET_MS, SETTLE_MS, statusAt } from './status.ts';

const NOW = 1_000_000_000;
const doing = (turn: Turn | undefined, silence = 0) => ({ turn, turnSince: NOW - silence - 5, lastAt: NOW - silence });
const status = (turn: Turn | undefined, silence: number, life?: Parameters<typeof statusAt>[1]) =>
	statusAt(doing(turn, silence), life, NOW).status;

describe('statusAt', () => {
	test('[A5] what a registry says of a living process holds, with its own clock', () => {
		for (const turn of ['working', 'ended', undefined] as const) {
			expect(statusAt(doing(turn, QUIET_MS * 9), { alive: true, status: 'waiting', since: 42 }, NOW)).toEqual({
				status: 'waiting',
				since: 42,
			});
		}
		expect(statusAt(doing('working'), { alive: true, status: 'idle' }, NOW)).toEqual({ status: 'idle', since: NOW - 5 });
	});

	test('[A5] a process that is gone neither works nor waits', () => {
		for (const turn of ['began', 'working', 'asking', 'held', 'open', 'unsure', 'settled', 'ended', undefined] as const) {
			expect(status(turn, 0, { alive: false, status: 'waiting' })).toBe('idle');
		}
		expect(status('failed', 0, { alive: false })).toBe('error');
	});

	test('[A6] a turn works until it has been silent for ten minutes, then nobody can tell', () => {
		for (const turn of ['began', 'working'] as const) {
			expect(status(turn, QUIET_MS - 1)).toBe('working');
			expect(statusAt(doing(turn, QUIET_MS + 7), undefined, NOW)).toEqual({ status: 'unknown', since: NOW - 7 });
		}
	});

	test('[A6] a call that may wait for its human works for a minute of silence, then nobody can tell', () => {
		expect(status('open', OPEN_MS - 1)).toBe('working');
		expect(statusAt(doing('open', OPEN_MS + 7), undefined, NOW)).toEqual({ status: 'unknown', since: NOW - 7 });
	});

	test('[A6] a question waits for an hour, and for ever while its process lives', () => {
		expect(status('asking', ASKED_MS - 1)).toBe('waiting');
		expect(status('asking', ASKED_MS)).toBe('unknown');
		expect(status('asking', ASKED_MS, { alive: true })).toBe('waiting');
	});

	test('[A6] a reply that may go on has ended its turn after half a minute', () => {
		expect(status('settled', SETTLE_MS - 1)).toBe('working');
		expect(status('settled', SETTLE_MS)).toBe('idle');
	});

	test('[A6] a tool that does not begin waits for a permission, after a moment', () => {
		expect([status('held', HELD_MS - 1), status('held', HELD_MS), status('held', ASKED_MS)]).toEqual(['working', 'waiting', 'unknown']);
	});

	test('[A6] where nothing will tell whether a reply was the last, nobody says that it was', () => {
		expect([status('unsure', SETTLE_MS - 1), status('unsure', SETTLE_MS)]).toEqual(['working', 'unknown']);
	});

	test('[A6] ended is idle, failed is an error, and no word of a turn is unknown', () => {
		expect([status('ended', 0), status('failed', 0), status(undefined, 0)]).toEqual(['idle', 'error', 'unknown']);
	});

	test('a clock that was set back makes nobody silent', () => expect(status('working', -3_600_000)).toBe('working'));
});
