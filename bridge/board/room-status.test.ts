import { expect, test } from 'vitest';
import { CollisionIndex } from '../../shared/room/collisions.ts';
import { emptyRoom, fold } from '../../shared/room/fold.ts';
import type { RoomConfig } from '../rooms/config.ts';
import type { Shell } from '../terminal/shell.ts';
import { listingOf } from './room-status.ts';

const MINUTE = 60_000;
const HEARD_AT = 1_800_000_000_000;

test('as of when the relay was heard last, clocks stand still; else they go on', () => {
	const state = emptyRoom('acme-sprint');
	fold(state, {
		type: 'agent',
		at: HEARD_AT,
		operatorId: 'andrew',
		deviceId: 'a'.repeat(16),
		report: {
			agentId: '0000000000000001',
			kind: 'codex',
			status: 'idle',
			statusAge: 2 * MINUTE,
			repo: 'github.com/acme/api',
			touches: [],
			errors: 0,
		},
	});
	const view = { state, collisions: new CollisionIndex(), relayTime: (now: number) => now, heardAt: HEARD_AT };
	const shell = { clock: () => HEARD_AT + 5 * MINUTE } as Shell;
	const agesOf = (asOf?: number) =>
		listingOf(shell, { server: 'https://pylon.acme.dev' } as RoomConfig, view, [], { all: true }, asOf).agents.map(
			({ statusAge }) => statusAge,
		);
	expect(agesOf()).toEqual([7 * MINUTE]);
	expect(agesOf(view.heardAt)).toEqual([2 * MINUTE]);
});
