import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { openAlerts } from '../../shared/alerts/open-alerts.ts';
import { agentOf, deviceOf, MIN, meeting, NOW, snapshotOf } from '../../testing/sample-room.ts';
import type { SurfaceMessage } from '../contract/surface-port.ts';
import type { SurfaceView } from '../contract/surface-view.ts';
import { noAlerts, snoozed } from '../room/alerts.ts';
import { RoomLive } from './room-live.svelte.ts';

const view = (more: Partial<SurfaceView> = {}): SurfaceMessage => ({
	type: 'view',
	view: {
		theme: 'system',
		rooms: [],
		connection: { type: 'live' },
		machine: { host: 'none', consent: 'unasked', offered: [] },
		snapshot: snapshotOf([agentOf('andrew', { agentId: 'a'.repeat(16), task: 'Before' })]),
		heardAt: NOW,
		feed: [],
		lookedAt: 0,
		alerts: noAlerts(),
		pulls: {},
		seen: [],
		github: { hasToken: false, faults: {} },
		isGithubAllowed: true,
		...more,
	},
});

test('before anything is told, nothing is known, not even that there is no room', () => {
	const live = new RoomLive(() => NOW);
	expect([live.hasView, live.isKnown, live.rows]).toEqual([false, false, []]);
});

test('events fold into what is shown, and whoever draws it is told', () => {
	const live = new RoomLive(() => NOW);
	const seen: (string | undefined)[] = [];
	const stop = $effect.root(() => {
		$effect(() => {
			seen.push(live.rows[0]?.agent.task);
		});
	});
	flushSync();
	live.receive(view());
	flushSync();
	const patch = { agentId: 'a'.repeat(16), task: 'After' };
	live.receive({
		type: 'event',
		received: { event: { type: 'agent-changed', at: NOW, operatorId: 'andrew', deviceId: deviceOf('andrew'), patch }, heardAt: NOW },
	});
	flushSync();
	stop();
	expect(seen).toEqual([undefined, 'Before', 'After']);
});

test('while the relay does not answer, clocks stand still at what was known, and nobody is called stale for it', () => {
	let now = NOW;
	const live = new RoomLive(() => now);
	live.receive(view());
	live.receive({ type: 'change', change: { connection: { type: 'connecting', since: NOW } } });
	now += 5 * MIN;
	live.tick();
	expect([live.asOf, live.relayNow, live.rows[0]?.status]).toEqual([NOW, NOW, 'working']);
	live.receive({ type: 'change', change: { connection: { type: 'live' } } });
	expect([live.asOf, live.relayNow, live.rows[0]?.status]).toEqual([undefined, NOW + 5 * MIN, 'stale']);
});

test("[F4] the relay's clock is the only clock: this machine's is put right by what it hears", () => {
	let now = NOW - 60 * MIN;
	const live = new RoomLive(() => now);
	live.receive(view({ heardAt: now }));
	expect(live.relayNow).toBe(NOW);
	now += 2 * MIN;
	live.tick();
	expect(live.relayNow).toBe(NOW + 2 * MIN);
	expect(live.rows[0]?.status).toBe('stale');
});

test('who is no longer let in sees no more of the room', () => {
	const live = new RoomLive(() => NOW);
	live.receive(view());
	expect(live.isKnown).toBe(true);
	live.receive({ type: 'change', change: { connection: { type: 'refused', refusal: 'removed', says: '' } } });
	expect(live.isKnown).toBe(false);
});

test('[C8] counted are my open conflicts, each file once: neither others’ nor what I snoozed', () => {
	const edits = { 'a.ts': 1, 'b.ts': 1 };
	const agents = meeting(
		['jake', 'andrew', 'ada'].map((operatorId) =>
			agentOf(operatorId, { edits: operatorId === 'ada' ? { 'b.ts': 1, 'c.ts': 1 } : { ...edits, 'c.ts': 1 } }),
		),
		'a.ts',
		'b.ts',
	);
	const live = new RoomLive(() => NOW);
	live.receive(view({ snapshot: snapshotOf(agents) }));
	expect([live.conflicts, live.summary.conflicts]).toEqual([2, 2]);
	const keys = openAlerts(live.collisions, noAlerts(), 'jake', NOW).flatMap(({ key, other }) =>
		other.operatorId === 'andrew' ? [key] : [],
	);
	live.receive({ type: 'change', change: { alerts: snoozed(noAlerts(), keys, NOW) } });
	expect(live.conflicts).toBe(1);
});

test('what an event leaves as it was is not derived anew: of a large room only what changed is drawn', () => {
	const live = new RoomLive(() => NOW);
	const agentId = 'a'.repeat(16);
	const snapshot = snapshotOf(meeting([agentOf('andrew', { agentId, edits: { 'a.ts': 1 } }), agentOf('jake', { edits: { 'a.ts': 2 } })]));
	live.receive(view({ snapshot }));
	const parts = () => [live.collisions, live.people, live.alerts, live.feed, live.seen, live.you, live.rows.find(({ isMine }) => isMine)];
	const before = parts();
	const patch = { agentId, errors: 7 };
	const event = { type: 'agent-changed' as const, at: NOW, operatorId: 'andrew', deviceId: deviceOf('andrew'), patch };
	live.receive({ type: 'event', received: { event, heardAt: NOW } });
	expect(live.rows.map(({ agent }) => agent.errors)).toContain(7);
	for (const [at, part] of parts().entries()) expect(part).toBe(before[at]);
	const rows = live.rows;
	live.receive({ type: 'event', received: { event: { ...event, type: 'beat' }, heardAt: NOW } });
	expect(live.rows).toBe(rows);
});
