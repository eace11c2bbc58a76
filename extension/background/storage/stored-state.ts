/**
 * What outlives the background's short life, in its vault, but for the rooms: what a person said about alerts, when they last
 * looked, which pull requests pages have shown, and the token for GitHub's API. A change of what is stored raises the item's
 * version and brings a migration. What lies in memory only is in `session-view.ts`.
 */
import { z } from 'zod';
import { alertRecord } from '../../contract/alert-record.ts';
import { githubToken } from '../../contract/github-access.ts';
import { type SeenPull, seenPull } from '../../contract/pull.ts';
import { noAlerts } from '../../room/alerts.ts';
import { storing } from './storage-error.ts';
import { vaultItem } from './vault.ts';

/** Of one room. `lookedAt`: when a person last opened the popup, this machine's clock. */
const roomRecord = z.object({ alerts: alertRecord, lookedAt: z.number() });
export type RoomRecord = z.infer<typeof roomRecord>;

const recordOf = (roomId: string) => vaultItem<RoomRecord>(`room:${roomId}`, { version: 1 });
/** What the first version remembered did not say how it was known, and some of it was wrong: pages show it again. */
const storedSeen = vaultItem<SeenPull[]>('seen', { version: 2, migrations: { 2: () => [] } });
const storedToken = vaultItem<string>('githubToken', { version: 1 });

export const emptyRecord = (): RoomRecord => ({ alerts: noAlerts(), lookedAt: 0 });

export async function readRecord(roomId: string): Promise<RoomRecord> {
	return roomRecord.safeParse(await recordOf(roomId).getValue()).data ?? emptyRecord();
}

export const storeRecord = (roomId: string, record: RoomRecord): Promise<void> => storing(recordOf(roomId).setValue(record));

export const removeRecord = (roomId: string): Promise<void> => storing(recordOf(roomId).removeValue());

export async function readSeenPulls(): Promise<SeenPull[]> {
	return z.array(seenPull).safeParse(await storedSeen.getValue()).data ?? [];
}

export const storeSeenPulls = (seen: SeenPull[]): Promise<void> => storing(storedSeen.setValue(seen));

export async function readGithubToken(): Promise<string | undefined> {
	return githubToken.safeParse(await storedToken.getValue()).data;
}

/** `undefined` removes it. */
export const storeGithubToken = (token: string | undefined): Promise<void> =>
	storing(token === undefined ? storedToken.removeValue() : storedToken.setValue(token));
