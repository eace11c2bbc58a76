/** What tests of the surfaces begin with: a relay for all of a file's, a browser for each, and rooms that are closed after it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type Relay, startRelay } from '../../scripts/relay.ts';
import { type Chromium, startChromium } from '../chromium.ts';
import { openSprint, type Sprint } from './sprint.ts';
import type { Team } from './team.ts';

export interface RoomsAtHand {
	readonly folder: string;
	readonly relay: Relay;
	readonly chromium: Chromium;
	/** A room's name that no test of the file has had. */
	nextRoom(): string;
	/** It is closed after the test. */
	opened<Room extends Team>(room: Room): Room;
	/** Closes what the test has opened so far. */
	closeRooms(): void;
	/** A team in the middle of its sprint; on another relay than the file's where its address is given. */
	sprint(server?: string): Promise<Sprint>;
}

const SEASONS = ['spring', 'summer', 'autumn', 'winter'];

export function roomsAtHand(): RoomsAtHand {
	let folder = '';
	let relay: Relay | undefined;
	let chromium: Chromium | undefined;
	let rooms = 0;
	const teams: Team[] = [];

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'pylon-surfaces-'));
		relay = await startRelay({ persist: folder });
	});
	afterAll(async () => {
		await relay?.stop();
		await rm(folder, { recursive: true, force: true });
	});
	beforeEach(async () => {
		chromium = await startChromium();
	});
	afterEach(async () => {
		here.closeRooms();
		await chromium?.close();
	});

	const started = <Part>(part: Part | undefined): Part => {
		if (part === undefined) throw new Error('No test has begun.');
		return part;
	};
	const here: RoomsAtHand = {
		get folder() {
			return folder;
		},
		get relay() {
			return started(relay);
		},
		get chromium() {
			return started(chromium);
		},
		nextRoom: () => `${SEASONS[rooms++ % SEASONS.length]}-sprint${rooms > SEASONS.length ? `-${rooms}` : ''}`,
		opened: (room) => {
			teams.push(room);
			return room;
		},
		closeRooms: () => {
			for (const team of teams.splice(0)) team.close();
		},
		sprint: async (server = started(relay).url) => here.opened(await openSprint(server, here.nextRoom())),
	};
	return here;
}
