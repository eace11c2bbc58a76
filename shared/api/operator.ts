/** The room's people. */
import { z } from 'zod';
import { PALETTE } from '../names.ts';
import { role } from '../room/events.ts';
import { byOperator, nothing, shownOperator, typedName } from './basics.ts';

export const operatorApi = {
	list: { in: nothing, out: z.array(shownOperator) },
	update: { in: z.strictObject({ name: typedName.optional(), color: z.enum(PALETTE).optional() }), out: shownOperator },
	setRole: { in: byOperator.extend({ role }), out: shownOperator },
	remove: { in: byOperator, out: byOperator.strip() },
	leave: { in: nothing, out: byOperator.strip() },
};
