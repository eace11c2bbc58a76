/** What this machine's person was told of, `~/.pylon/told.json`, so that a bridge that starts anew tells nothing twice. Its keys say nothing. */
import { join } from 'node:path';
import { type ToldAlerts, toldAlerts } from '../../shared/alerts/told-alerts.ts';
import { pylonFolder } from '../base/home.ts';
import { readPrivateJson, writePrivateJson } from '../base/private-file.ts';
import { UserError } from '../base/user-error.ts';

const toldFile = (home: string): string => join(pylonFolder(home), 'told.json');

/** A damaged file is none: the next one takes its place. */
export function readTold(home: string): ToldAlerts {
	try {
		return readPrivateJson(toldFile(home), toldAlerts, 'it is written anew') ?? toldAlerts.parse({});
	} catch (error) {
		if (error instanceof UserError) return toldAlerts.parse({});
		throw error;
	}
}

export const saveTold = (home: string, told: ToldAlerts): void => writePrivateJson(toldFile(home), told);
