import { expect, test } from 'vitest';
import { STALE_MS } from '../../shared/limits.ts';
import type { Report } from '../../shared/report/report.ts';
import { CollisionIndex } from '../../shared/room/collisions.ts';
import type { RoomEvent } from '../../shared/room/events.ts';
import { emptyRoom, fold } from '../../shared/room/fold.ts';
import { listRoom } from './listing.ts';

const MINUTE = 60_000;
const NOW = 1_000_000_000;
const by = { operatorId: 'andrew', deviceId: 'b'.repeat(16) };
const report: Report = {
	agentId: '0000000000000001',
	kind: 'codex',
	status: 'working',
	statusAge: 40 * MINUTE,
	repo: 'github.com/acme/api',
	touches: [],
	errors: 0,
};

function listed(...events: RoomEvent[]) {
	const state = emptyRoom('acme-sprint');
	for (const event of events) fold(state, event);
	const known = { server: 'https://pylon.acme.dev', state, collisions: new CollisionIndex(), local: [], relayNow: NOW, now: NOW };
	return listRoom(known, 'all').agents.map(({ status, statusAge }) => [status, statusAge]);
}

test('an agent that is heard of has its status for as long as its machine says', () => {
	expect(listed({ type: 'agent', at: NOW - MINUTE, ...by, report })).toEqual([['working', 41 * MINUTE]]);
});

test('[F2] a stale agent is stale since it was last heard of, not since its status began', () => {
	const silence = STALE_MS + MINUTE;
	expect(listed({ type: 'agent', at: NOW - silence, ...by, report })).toEqual([['stale', silence]]);
});

test('[F3] an agent whose machine went away is offline since then, not since its status began', () => {
	const heard: RoomEvent = { type: 'agent', at: NOW - 9 * MINUTE, ...by, report };
	expect(listed(heard, { type: 'reporter-gone', at: NOW - 5 * MINUTE, ...by })).toEqual([['offline', 5 * MINUTE]]);
});
