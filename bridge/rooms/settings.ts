/** This member's own settings, `~/.pylon/settings.json`. They can only share less than the rooms' policies. SPEC P5. */
import { join } from 'node:path';
import { z } from 'zod';
import { MANNER_NAMES } from '../../shared/manners.ts';
import { ALL_SHARED } from '../../shared/report/policy.ts';
import { keptPolicy } from '../../shared/report/report.ts';
import { pylonFolder } from '../base/home.ts';
import { readPrivateJson, writePrivateJson } from '../base/private-file.ts';

export const WAITS_MINUTES_MAX = 24 * 60;

const notify = z.strictObject({
	/** By notifications of the desktop, while no browser does. */
	desktop: z.boolean(),
	/** An agent that waits is told of once it has waited for so long. */
	afterMinutes: z.int().min(0).max(WAITS_MINUTES_MAX),
});
const NOT_NOTIFIED: z.infer<typeof notify> = { desktop: false, afterMinutes: 8 };

export const settings = z.strictObject({
	/** What a hook does where an agent would meet somebody. SPEC W5. */
	manner: z.enum(MANNER_NAMES).default('tell'),
	/** What this person is told of away from their browser. SPEC N1. */
	notify: notify.default(NOT_NOTIFIED),
	/** Nothing is shared with any room until `pylon resume`. */
	paused: z.boolean(),
	/** What is new since they were written is shared as far as the room’s policy allows. */
	shares: keptPolicy(true),
});
export type Settings = z.infer<typeof settings>;

export const DEFAULT_SETTINGS: Settings = { manner: 'tell', notify: NOT_NOTIFIED, paused: false, shares: ALL_SHARED };

const settingsFile = (home: string): string => join(pylonFolder(home), 'settings.json');

export const readSettings = (home: string): Settings =>
	readPrivateJson(settingsFile(home), settings, 'choose again what you share: pylon policy --mine') ?? DEFAULT_SETTINGS;
export const saveSettings = (home: string, value: Settings): void => writePrivateJson(settingsFile(home), value);
