/** What GitHub was asked, and when, in `storage.session`: it ends with the browser's session, or with an update of the extension. */
import { storage } from 'wxt/utils/storage';
import { type AskedRecord, askedRecord, nothingAsked } from '../pulls/pull-questions.ts';
import { storing } from './storage-error.ts';

const storedAsked = storage.defineItem<AskedRecord>('session:asked');

export async function readAsked(): Promise<AskedRecord> {
	return askedRecord.safeParse(await storedAsked.getValue()).data ?? nothingAsked();
}

export const storeAsked = (asked: AskedRecord): Promise<void> => storing(storedAsked.setValue(asked));
