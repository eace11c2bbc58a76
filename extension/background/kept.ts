/**
 * What the background keeps beyond its own short life. `storage.session`, in memory: the view, so that the next first paint
 * and the next wake have it at once. `storage.local`: what a person said about alerts, when they last looked, which pull
 * requests pages have shown, and the token for GitHub's API, which nothing but the background reads.
 */
import { browser } from 'wxt/browser';
import { z } from 'zod';
import { type AlertRecord, alertRecord } from '../live/alert-record.ts';
import { noAlerts } from '../live/alerts.ts';
import { githubToken } from '../live/github-access.ts';
import { type SeenPull, seenPull } from '../live/pull.ts';
import { VIEW_KEY } from '../live/surface-port.ts';
import { type SurfaceView, surfaceView } from '../live/surface-view.ts';
import { type AskedRecord, askedRecord, nothingAsked } from './pull-questions.ts';

export interface KeptRoom {
	alerts: AlertRecord;
	lookedAt: number;
}

const keptRoom = z.object({ alerts: alertRecord, lookedAt: z.number() });
const roomKey = (id: string): string => `room:${id}`;

/** `undefined` where nothing was kept, or by another version. */
export async function readView(): Promise<SurfaceView | undefined> {
	return surfaceView.safeParse((await browser.storage.session.get(VIEW_KEY))[VIEW_KEY]).data;
}

export async function keepView(view: SurfaceView): Promise<void> {
	await browser.storage.session.set({ [VIEW_KEY]: view });
}

export async function readRoom(id: string): Promise<KeptRoom> {
	const key = roomKey(id);
	return keptRoom.safeParse((await browser.storage.local.get(key))[key]).data ?? { alerts: noAlerts(), lookedAt: 0 };
}

export async function keepRoom(id: string, room: KeptRoom): Promise<void> {
	await browser.storage.local.set({ [roomKey(id)]: room });
}

export async function forgetRoom(id: string): Promise<void> {
	await browser.storage.local.remove(roomKey(id));
}

export async function readSeen(): Promise<SeenPull[]> {
	return z.array(seenPull).safeParse((await browser.storage.local.get('seen'))['seen']).data ?? [];
}

export async function keepSeen(seen: SeenPull[]): Promise<void> {
	await browser.storage.local.set({ seen });
}

export async function readGithubToken(): Promise<string | undefined> {
	return githubToken.safeParse((await browser.storage.local.get('githubToken'))['githubToken']).data;
}

export async function keepGithubToken(token: string | undefined): Promise<void> {
	if (token === undefined) await browser.storage.local.remove('githubToken');
	else await browser.storage.local.set({ githubToken: token });
}

/** What GitHub was asked lately: in memory, as the view. */
export async function readAsked(): Promise<AskedRecord> {
	return askedRecord.safeParse((await browser.storage.session.get('asked'))['asked']).data ?? nothingAsked();
}

export async function keepAsked(asked: AskedRecord): Promise<void> {
	await browser.storage.session.set({ asked });
}
