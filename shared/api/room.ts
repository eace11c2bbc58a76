/** The room itself: opening, looking at, watching and deleting it. */
import { z } from 'zod';
import { NEIGHBOURHOODS_MAX } from '../limits.ts';
import { MANNER_NAMES } from '../manners.ts';
import { roomSlug } from '../names.ts';
import { policy, time, toldPolicy } from '../report/report.ts';
import { deviceId, sealedRepo } from '../room/events.ts';
import { count, deviceLabel, joined, nothing, shownOperator, typedName } from './basics.ts';

const manner = z.enum(MANNER_NAMES).nullable();

export const roomApi = {
	create: { in: z.strictObject({ name: typedName, device: deviceLabel, createKey: z.string().max(200).optional() }), out: joined },
	get: {
		in: nothing,
		out: z.object({
			room: roomSlug,
			createdAt: time,
			policy: toldPolicy,
			/** What it recommends that hooks do; null where that is nothing, or nothing that this version knows. */
			manner: manner.catch(null),
			you: shownOperator,
			deviceId,
			operators: count,
		}),
	},
	summary: {
		in: nothing,
		out: z.object({
			at: time,
			room: roomSlug,
			operators: count,
			online: count,
			agents: z.object({ working: count, waiting: count, idle: count, error: count, unknown: count }),
			/** Files in which somebody’s living change is, and somebody else too, by the worst level. */
			files: z.object({ conflict: count, 'same file': count, reading: count }),
		}),
	},
	stats: {
		in: nothing,
		out: z.object({
			at: time,
			/** When the room last woke: what is counted below is counted since then. */
			since: time,
			sockets: count,
			devices: count,
			operators: count,
			agents: count,
			messages: count,
			bytesIn: count,
			bytesOut: count,
			refusals: z.record(z.string(), count),
		}),
	},
	setPolicy: { in: policy, out: toldPolicy },
	/** A recommendation, which binds nobody. */
	recommend: { in: z.strictObject({ manner }), out: z.object({ manner }) },
	delete: { in: nothing, out: z.object({ room: roomSlug }) },
	/** Answers with the room's events, as `room/events.ts` names them. */
	watch: {
		in: z.discriminatedUnion('as', [
			z.strictObject({ as: z.enum(['viewer', 'bridge']) }),
			/** What bridges hear of others: their agents in these repositories, and no more. */
			z.strictObject({ as: z.literal('neighbour'), repos: z.array(sealedRepo).min(1).max(NEIGHBOURHOODS_MAX) }),
		]),
	},
};
