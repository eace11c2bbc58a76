/** What changed in an agent since the room was last told, as the patch that says so. SPEC F5. */
import { PULSE_MS } from '../../shared/limits.ts';
import { ROWS, toldValue } from '../../shared/report/clock.ts';
import type { ReportPatch } from '../../shared/report/report.ts';
import { keptTouches } from '../../shared/room/fold.ts';
import type { LocalTouch } from '../local-agents/local-agent.ts';
import type { SharedAgent } from './shared-agent.ts';

type Values = Record<string, unknown>;

/** `whole`: a patch cannot say it (another repository, or touches that are no longer shared). */
export function difference(before: SharedAgent, after: SharedAgent, now: number): 'none' | 'whole' | ReportPatch {
	if (loses(before.touches, after.touches)) return 'whole';
	// Of touches a patch holds those that are new.
	const news = { ...after, touches: fresh(before.touches, after.touches) };
	const patch: Values = {};
	let isNews = hasPulse(before, after);
	for (const row of ROWS) {
		const isChanged = row.kept === 'touches' ? news.touches.length > 0 : !isSame((before as Values)[row.kept], (after as Values)[row.kept]);
		if (!isChanged) continue;
		if (row.fact.isFixed) return 'whole';
		patch[row.told] = toldValue(row, news, now) ?? null;
		isNews ||= !row.fact.isPulse;
	}
	return Object.keys(patch).length === 0 || !isNews ? 'none' : { agentId: after.agentId, ...patch };
}

/** Whether it is time to say that it is at work, where nothing else is to be said. */
function hasPulse({ lastActive: before }: SharedAgent, { lastActive: after }: SharedAgent): boolean {
	return before === undefined || after === undefined || after - before >= PULSE_MS;
}

const isSame = (one: unknown, other: unknown): boolean =>
	one === other || (typeof one === 'object' && typeof other === 'object' && JSON.stringify(one) === JSON.stringify(other));

function fresh(before: readonly LocalTouch[], after: readonly LocalTouch[]): LocalTouch[] {
	const known = new Map(before.map((touch) => [touch.path, touch]));
	return after.filter((touch) => {
		const old = known.get(touch.path);
		return old === undefined || !isSame(old, touch);
	});
}

/** Touches that others crowded out are no loss: every fold drops the same ones. */
function loses(before: readonly LocalTouch[], after: readonly LocalTouch[]): boolean {
	const kept = new Set(after.map((touch) => touch.path));
	if (before.every((touch) => kept.has(touch.path))) return false;
	const merged = [...after, ...before.filter((touch) => !kept.has(touch.path))].sort((one, other) => other.at - one.at);
	return keptTouches(merged).some((touch) => !kept.has(touch.path));
}
