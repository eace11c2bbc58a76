/**
 * What the background keeps beyond its own short life, in its vault: what a person said about alerts, when they last looked, which
 * pull requests pages have shown, and the token for GitHub's API. What lies in memory only is in `kept-view.ts`.
 */
import { z } from 'zod';
import { type AlertRecord, alertRecord } from '../../contract/alert-record.ts';
import { githubToken } from '../../contract/github-access.ts';
import { type SeenPull, seenPull } from '../../contract/pull.ts';
import { noAlerts } from '../../room/alerts.ts';
import { written } from './storage-error.ts';
import { vault } from './vault.ts';

export interface KeptRoom {
	alerts: AlertRecord;
	lookedAt: number;
}

const keptRoom = z.object({ alerts: alertRecord, lookedAt: z.number() });
const roomKey = (id: string): string => `room:${id}`;
const read = async (key: string): Promise<unknown> => (await vault.get([key]))[key];

export async function readRoom(id: string): Promise<KeptRoom> {
	return keptRoom.safeParse(await read(roomKey(id))).data ?? { alerts: noAlerts(), lookedAt: 0 };
}

export const keepRoom = (id: string, room: KeptRoom): Promise<void> => written(vault.set({ [roomKey(id)]: room }));

export const forgetRoom = (id: string): Promise<void> => written(vault.remove(roomKey(id)));

export async function readSeen(): Promise<SeenPull[]> {
	return z.array(seenPull).safeParse(await read('seen')).data ?? [];
}

export const keepSeen = (seen: SeenPull[]): Promise<void> => written(vault.set({ seen }));

export async function readGithubToken(): Promise<string | undefined> {
	return githubToken.safeParse(await read('githubToken')).data;
}

export const keepGithubToken = (token: string | undefined): Promise<void> =>
	written(token === undefined ? vault.remove('githubToken') : vault.set({ githubToken: token }));
