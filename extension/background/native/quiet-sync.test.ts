import { beforeEach, expect, test } from 'vitest';
import { newestQuiet, type Quiet } from '../../../shared/alerts/quiet.ts';
import { NO_QUIET_HOURS, type QuietHours } from '../../../shared/alerts/quiet-hours.ts';
import type { AlertRecord } from '../../contract/alert-record.ts';
import { answered, noAlerts } from '../../room/alerts.ts';
import { mutesOf, withMutes } from '../alerts/mutes.ts';
import { QuietSync } from './quiet-sync.ts';

const ROOM = 'https://pylon.acme.dev acme';
const OTHER = 'https://pylon.acme.dev other';
const FILE = 'github.com/acme/api\0src/a.ts';
const night = (from: string, at: number) => ({ isOn: true, from, to: '08:00', at });
const NOTHING: Quiet = { hours: NO_QUIET_HOURS, muted: {} };

/** The machine's file, as its host keeps it. */
let machine: Quiet;
let browsers: Browser[];

/** What a browser keeps, and whether its host runs. */
class Browser {
	hours: QuietHours = NO_QUIET_HOURS;
	record: AlertRecord = noAlerts();
	room: string | undefined = ROOM;
	hasHost = false;
	sent = 0;
	readonly sync = new QuietSync({
		send: (quiet) => {
			if (!this.hasHost) return;
			this.sent++;
			machine = newestQuiet(machine, quiet);
			for (const browser of browsers) if (browser.hasHost) void browser.sync.hear(machine);
		},
		hours: async () => this.hours,
		setHours: async (hours) => {
			this.hours = hours;
		},
		shown: () => (this.room === undefined ? undefined : { room: this.room, mutes: mutesOf(this.record) }),
		setMutes: async (mutes) => {
			this.record = withMutes(this.record, mutes);
		},
	});

	constructor() {
		browsers.push(this);
	}

	async connect(): Promise<void> {
		this.hasHost = true;
		await this.sync.hostCame();
		await settle();
	}

	async mute(key: string, now: number): Promise<void> {
		const request = key.includes('\0') ? ({ type: 'mute-file', key } as const) : ({ type: 'mute-person', operatorId: key } as const);
		this.record = answered(this.record, request, now);
		await this.sync.look();
		await settle();
	}
}

/** What follows from what was sent, each browser's turn for turn. */
async function settle(): Promise<void> {
	for (let round = 0; round < 5; round++) for (const browser of browsers) await browser.sync.look();
}

beforeEach(() => {
	machine = NOTHING;
	browsers = [];
});

test('[N2] what is muted in one browser is muted in the other, and what is unmuted there is heard here', async () => {
	const [chrome, firefox] = [new Browser(), new Browser()];
	await Promise.all([chrome.connect(), firefox.connect()]);
	await chrome.mute(FILE, 10);
	await chrome.mute('andrew', 11);
	expect(firefox.record).toMatchObject({ mutedFiles: [FILE], mutedPeople: ['andrew'] });
	await firefox.mute('andrew', 12);
	expect(chrome.record).toMatchObject({ mutedFiles: [FILE], mutedPeople: [] });
});

test('[N2] what was changed without a host is told when it comes; of both the later change holds', async () => {
	const chrome = new Browser();
	chrome.hours = night('20:00', 5);
	await chrome.mute('andrew', 5);
	machine = { hours: night('22:00', 4), muted: { [ROOM]: { ada: { isMuted: true, at: 3 }, andrew: { isMuted: false, at: 4 } } } };
	await chrome.connect();
	expect(machine.hours.from).toBe('20:00');
	expect(chrome.record.mutedPeople.toSorted()).toEqual(['ada', 'andrew']);
	expect(machine.muted[ROOM]?.['andrew']).toEqual({ isMuted: true, at: 5 });
	machine = newestQuiet(machine, { hours: { ...NO_QUIET_HOURS, at: 9 }, muted: {} });
	await chrome.sync.hear(machine);
	expect(chrome.hours.isOn).toBe(false);
});

test('[N2] what was muted before there was a time to it is told as well, and undone by any change', async () => {
	const chrome = new Browser();
	chrome.record = { ...noAlerts(), mutedPeople: ['andrew'] };
	await chrome.connect();
	expect(machine.muted[ROOM]).toEqual({ andrew: { isMuted: true, at: 0 } });
	await chrome.sync.hear({ ...machine, muted: { [ROOM]: { andrew: { isMuted: false, at: 1 } } } });
	expect(chrome.record.mutedPeople).toEqual([]);
});

test('rooms are told apart, also where another is shown or its own is still being read', async () => {
	const chrome = new Browser();
	await chrome.connect();
	await chrome.mute('andrew', 1);
	Object.assign(chrome, { room: undefined, record: noAlerts() });
	await chrome.sync.hear(machine);
	Object.assign(chrome, { room: OTHER });
	await chrome.sync.look();
	expect(chrome.record.mutedPeople).toEqual([]);
	Object.assign(chrome, { room: ROOM });
	await chrome.sync.look();
	expect(chrome.record.mutedPeople).toEqual(['andrew']);
	expect(Object.keys(machine.muted)).toEqual([ROOM]);
});

test('where all is told nothing is said again, and without a host nothing is said at all', async () => {
	const [chrome, alone] = [new Browser(), new Browser()];
	await chrome.connect();
	const { sent } = chrome;
	await settle();
	await alone.mute('andrew', 1);
	expect([chrome.sent - sent, alone.sent]).toEqual([0, 0]);
	expect(alone.record.mutedPeople).toEqual(['andrew']);
	expect(machine).toEqual(NOTHING);
});
