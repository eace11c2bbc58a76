/** What the list of people says of one: what their agents are, as the agents' own rows have it. */
import type { Operator } from '../../../shared/room/events.ts';
import type { Row } from '../../room/board.ts';
import { text, textOf } from '../../texts.ts';
import { ago, statusWord } from '../../words.ts';

/** Of agents that neither work nor need anyone: what is told first. */
const CALM = ['idle', 'unknown', 'stale', 'offline', 'paused'] as const;

/** `rows`: of that person alone. `now` by the relay's clock. */
export function personWords(operator: Operator, rows: readonly Row[], now: number): string {
	if (operator.paused) return text('pausedPerson');
	const count = (status: Row['status']) => rows.filter((row) => row.status === status).length;
	const [waiting, failing, working] = [count('waiting'), count('error'), count('working')];
	const parts = [
		waiting > 0 ? textOf('countWaiting', waiting) : '',
		failing > 0 ? textOf('countFailing', failing) : '',
		working > 0 ? textOf('countWorking', working) : '',
	].filter(Boolean);
	if (parts.length > 0) return parts.join(' · ');
	if (!operator.online) return text('lastSeen', ago(now - operator.lastSeen));
	const calm = CALM.find((status) => count(status) > 0);
	if (calm === undefined) return text('online');
	return calm === 'idle' ? textOf('countIdle', count(calm)) : textOf('agentsAre', count(calm), statusWord(calm));
}
