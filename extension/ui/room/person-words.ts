/** What the list of people says of one: what their agents are, as the agents' own rows have it. */
import type { Operator } from '../../../shared/room/events.ts';
import type { Row } from '../../room/board.ts';
import { text, textOf } from '../../texts.ts';
import { ago, statusWord } from '../../words.ts';

/** Of agents that neither work nor need anyone: what is told first. */
const CALM = ['idle', 'unknown', 'stale', 'offline', 'paused'] as const;

/** What is told in the shapes of the agents' own rows, first what needs somebody. */
const TOLD = { waiting: 'countWaiting', error: 'countFailing', working: 'countWorking' } as const;
const TOLD_STATUSES = ['waiting', 'error', 'working'] as const;

export interface PersonCount {
	status: keyof typeof TOLD;
	count: number;
	/** `2 waiting` */
	words: string;
}

/** How many agents need somebody or work; of none it is told in words. `rows`: of that person alone. */
export function personCounts(operator: Operator, rows: readonly Row[]): PersonCount[] {
	if (operator.paused) return [];
	return TOLD_STATUSES.flatMap((status) => {
		const count = countOf(rows, status);
		return count === 0 ? [] : [{ status, count, words: textOf(TOLD[status], count) }];
	});
}

const countOf = (rows: readonly Row[], status: Row['status']) => rows.filter((row) => row.status === status).length;

/** Of a person whose agents neither work nor need anyone. `now` by the relay's clock. */
export function personWords(operator: Operator, rows: readonly Row[], now: number): string {
	if (operator.paused) return text('pausedPerson');
	if (!operator.online) return text('lastSeen', ago(now - operator.lastSeen));
	const calm = CALM.find((status) => countOf(rows, status) > 0);
	if (calm === undefined) return text('online');
	const count = countOf(rows, calm);
	return calm === 'idle' ? textOf('countIdle', count) : textOf('agentsAre', count, statusWord(calm));
}
