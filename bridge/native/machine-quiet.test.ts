/** Two browsers of one machine and its bridge agree on when their person wants to be left alone: real hosts, one home. */
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Quiet } from '../../shared/alerts/quiet.ts';
import { NO_QUIET_HOURS } from '../../shared/alerts/quiet-hours.ts';
import { FIREFOX_EXTENSION } from '../../shared/native-messages.ts';
import { eventually } from '../../testing/eventually.ts';
import { NativeClient } from '../../testing/native-client.ts';
import { Scratch } from '../../testing/scratch.ts';
import { readQuiet, takeInQuiet } from '../rooms/quiet-file.ts';

const ROOM = 'https://pylon.acme.dev acme';
let scratch: Scratch;
let clients: NativeClient[];

beforeEach(() => {
	scratch = new Scratch();
	clients = [];
});

afterEach(async () => {
	await Promise.all(clients.map((client) => client.close()));
	scratch.remove();
});

async function browser(args?: readonly string[]): Promise<NativeClient> {
	const client = new NativeClient({ PATH: process.env.PATH, HOME: scratch.home }, args);
	clients.push(client);
	client.hello();
	expect(await client.heard('hello')).toMatchObject({ keepsQuiet: true });
	return client;
}

const say = (client: NativeClient, quiet: Quiet) => client.send({ type: 'quiet', quiet });
const night = (from: string, at: number) => ({ isOn: true, from, to: '08:00', at });
const muting = (operatorId: string, at: number, isMuted = true) => ({ [ROOM]: { [operatorId]: { isMuted, at } } });

test('[N2] what one browser of a machine is told, the other hears, and the last change wins, both ways', { timeout: 120_000 }, async () => {
	const chrome = await browser();
	say(chrome, { hours: night('20:00', 2), muted: muting('andrew', 2) });
	expect((await chrome.heard('quiet')).quiet.hours.from).toBe('20:00');
	const firefox = await browser(['/manifest.json', FIREFOX_EXTENSION]);
	say(firefox, { hours: night('23:00', 1), muted: muting('ada', 3) });
	const agreed = await firefox.heard('quiet');
	expect(agreed.quiet).toEqual({
		hours: night('20:00', 2),
		muted: { [ROOM]: { ada: { isMuted: true, at: 3 }, andrew: { isMuted: true, at: 2 } } },
	});
	expect(await chrome.heard('quiet', ({ quiet }) => quiet.muted[ROOM]?.['ada'] !== undefined)).toEqual(agreed);
	say(firefox, { hours: night('21:00', 5), muted: muting('andrew', 5, false) });
	const later = await chrome.heard('quiet', ({ quiet }) => quiet.hours.from === '21:00');
	expect(later.quiet.muted[ROOM]?.['andrew']).toEqual({ isMuted: false, at: 5 });
	expect(readQuiet(scratch.home)).toEqual(later.quiet);
	expect(statSync(join(scratch.home, '.pylon/quiet.json')).mode & 0o777).toBe(0o600);
});

test('[N2] what is chosen beside browsers, they hear', { timeout: 120_000 }, async () => {
	const client = await browser();
	say(client, { hours: NO_QUIET_HOURS, muted: {} });
	await client.heard('quiet');
	takeInQuiet(scratch.home, { hours: night('19:00', 9), muted: {} });
	expect((await client.heard('quiet', ({ quiet }) => quiet.hours.isOn)).quiet.hours).toEqual(night('19:00', 9));
});

test('an extension that says nothing of it, one of before, is told nothing of it; a damaged file costs neither', {
	timeout: 120_000,
}, async () => {
	const silent = await browser();
	const client = await browser();
	writeFileSync(join(scratch.home, '.pylon/quiet.json'), 'no JSON');
	say(client, { hours: night('20:00', 1), muted: {} });
	await eventually(
		() => client.stderr,
		(said) => said.includes('quiet.json is damaged'),
		40_000,
	);
	takeInQuietAnew();
	say(client, { hours: night('20:00', 1), muted: {} });
	await client.heard('quiet');
	expect(silent.messages.some(({ type }) => type === 'quiet')).toBe(false);
});

function takeInQuietAnew(): void {
	writeFileSync(join(scratch.home, '.pylon/quiet.json'), JSON.stringify({ hours: NO_QUIET_HOURS, muted: {} }));
}
