import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Plans } from './plans.ts';

const MIN = 60_000;
let changes = 0;
let plans: Plans;
const end = new AbortController();
beforeEach(() => {
	vi.useFakeTimers({ now: 1_000_000 });
	changes = 0;
	plans = new Plans({ clock: Date.now, signal: end.signal, onChange: () => changes++ });
});
afterEach(() => vi.useRealTimers());

const announce = (path: string, claim: 'plans' | 'reserves' = 'plans', minutes = 10, holder = 'h') =>
	plans.announce('agent', holder, [{ path, claim }], minutes, 20);
const paths = () => plans.of('agent')?.map(({ path }) => path) ?? [];

test('[W10] ends by itself, and that is told', () => {
	announce('a');
	announce('b', 'plans', 20);
	expect(paths()).toEqual(['b', 'a']);
	vi.advanceTimersByTime(10 * MIN + 10);
	expect(paths()).toEqual(['b']);
	vi.advanceTimersByTime(10 * MIN);
	expect([paths(), plans.isEmpty, changes]).toEqual([[], true, 4]);
});

test('[W10] ends with whoever announced it, or with the session', () => {
	announce('a', 'plans', 10, 'one');
	announce('b', 'plans', 10, 'two');
	plans.end(({ holder }) => holder === 'one');
	expect(paths()).toEqual(['b']);
	plans.end(({ agentId }) => agentId === 'agent');
	expect(paths()).toEqual([]);
});

test('[W10] of too many the latest stay', () => {
	for (let index = 0; index < 25; index++) announce(`f${index}`);
	expect([paths().length, paths()[0]]).toEqual([20, 'f24']);
});
