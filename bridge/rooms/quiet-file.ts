/**
 * Quiet hours and what is muted, `~/.pylon/quiet.json`: the one place of a machine that its browsers, through their native hosts, its
 * bridge and `pylon notify` read and write. SPEC N2.
 */

import { join } from 'node:path';
import { isSameQuiet, newestQuiet, type Quiet, quiet } from '../../shared/alerts/quiet.ts';
import { NO_QUIET_HOURS } from '../../shared/alerts/quiet-hours.ts';
import { pylonFolder } from '../base/home.ts';
import { readPrivateJson, writePrivateJson } from '../base/private-file.ts';

const quietFile = (home: string): string => join(pylonFolder(home), 'quiet.json');

/** Throws a `UserError` where the file is damaged. */
export const readQuiet = (home: string): Quiet =>
	readPrivateJson(quietFile(home), quiet, 'choose your quiet hours again') ?? { hours: NO_QUIET_HOURS, muted: {} };

/**
 * Takes in what somebody has, as far as it is newer, and returns what holds now. Of two who write at once the later one wins; the other,
 * who sees the file change, says again what it misses there.
 */
export function takeInQuiet(home: string, told: Quiet): Quiet {
	const before = readQuiet(home);
	const after = newestQuiet(before, told);
	if (!isSameQuiet(before, after)) writePrivateJson(quietFile(home), after);
	return after;
}
