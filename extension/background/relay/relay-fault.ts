/** What went wrong with a call to the relay, for a person. */
import { REFUSALS, type Refusal } from '../../../shared/refusal.ts';
import { refusalOf } from '../../../shared/relay.ts';
import type { Fault } from '../../contract/surface-request.ts';

export const refusalText = (refusal: Refusal): string => `${REFUSALS[refusal].message} ${REFUSALS[refusal].hint}`;

export function faultOf(error: unknown): Fault {
	const refusal = refusalOf(error);
	if (refusal === undefined) return { type: 'failed' };
	return refusal === 'unreachable' ? { type: 'unreachable' } : { type: 'refused', says: refusalText(refusal) };
}
