/** The machines and browsers of one operator. */
import { z } from 'zod';
import { time } from '../report/report.ts';
import { deviceId } from '../room/events.ts';
import { deviceLabel, joined, nothing, secret } from './basics.ts';

const device = z.object({
	deviceId,
	label: deviceLabel,
	createdAt: time,
	online: z.boolean(),
	/** The device that asks. */
	current: z.boolean(),
});
export type Device = z.infer<typeof device>;

export const deviceApi = {
	link: { in: nothing, out: z.object({ secret, expiresAt: time }) },
	claim: { in: z.strictObject({ secret, label: deviceLabel }), out: joined },
	list: { in: nothing, out: z.array(device) },
	revoke: { in: z.strictObject({ deviceId }), out: z.object({ deviceId }) },
};
