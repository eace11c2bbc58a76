/** When nothing may disturb a person, by their machine's clock. */
import { z } from 'zod';

export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Between two times of a day; over midnight where `from` is the later one. `at`: when a person last chose them. */
export const quietHours = z.object({ isOn: z.boolean(), from: clockTime, to: clockTime, at: z.number().min(0).optional() });
export type QuietHours = z.infer<typeof quietHours>;

export const NO_QUIET_HOURS: QuietHours = { isOn: false, from: '18:00', to: '09:00' };
