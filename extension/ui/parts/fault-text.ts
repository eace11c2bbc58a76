/** Why something was not done, for a person. */
import type { Fault } from '../../contract/surface-request.ts';
import { type TextKey, text } from '../../texts.ts';

const OWN_FAULTS = {
	'not-a-token': 'faultNotAToken',
	damaged: 'faultDamaged',
	'too-new': 'faultTooNew',
	invite: 'faultInvite',
	unreachable: 'faultUnreachable',
	storage: 'faultStorage',
	failed: 'faultFailed',
} as const satisfies Record<Exclude<Fault['type'], 'refused'>, TextKey>;

/** `failed`: what to say where Pylon itself failed, and where to begin again depends on what was asked. */
export function faultText(why: Fault, failed: TextKey = OWN_FAULTS.failed): string {
	if (why.type === 'refused') return why.says;
	return text(why.type === 'failed' ? failed : OWN_FAULTS[why.type]);
}
