/** What changed in an agent since the room was last told, as the patch that says so. SPEC F5. */
import { TOUCHES_MAX } from '../shared/limits.ts';
import type { ReportPatch } from '../shared/report.ts';
import { ageAt, type LocalTouch } from './local-agent.ts';
import type { SharedAgent } from './shared-agent.ts';

/** `whole`: a patch cannot say it (another repository, or touches that are no longer shared). */
export function difference(before: SharedAgent, after: SharedAgent, now: number): 'none' | 'whole' | ReportPatch {
	if (before.repo !== after.repo || loses(before.touches, after.touches)) return 'whole';
	const patch: ReportPatch = { agentId: after.agentId };
	if (before.status !== after.status || before.statusSince !== after.statusSince) {
		patch.status = after.status;
		patch.statusAge = ageAt(after.statusSince, now);
	}
	if (before.task !== after.task) patch.task = after.task ?? null;
	if (!isSame(before.plan, after.plan)) patch.plan = after.plan ?? null;
	if (before.branch !== after.branch) patch.branch = after.branch ?? null;
	if (before.head !== after.head) patch.head = after.head ?? null;
	if (before.errors !== after.errors) patch.errors = after.errors;
	if (!isSame(before.tokens, after.tokens)) patch.tokens = after.tokens ?? null;
	const touches = fresh(before.touches, after.touches);
	if (touches.length > 0) patch.touches = touches.map(({ path, mode, at }) => ({ path, mode, age: ageAt(at, now) }));
	return Object.keys(patch).length === 1 ? 'none' : patch;
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function fresh(before: readonly LocalTouch[], after: readonly LocalTouch[]): LocalTouch[] {
	const known = new Map(before.map((touch) => [touch.path, touch]));
	return after.filter((touch) => {
		const old = known.get(touch.path);
		return old === undefined || old.at !== touch.at || old.mode !== touch.mode;
	});
}

/** Touches that newer ones crowded out are no loss: every fold drops the same ones. */
function loses(before: readonly LocalTouch[], after: readonly LocalTouch[]): boolean {
	const kept = new Set(after.map((touch) => touch.path));
	const oldest = after.length < TOUCHES_MAX ? Number.NEGATIVE_INFINITY : (after.at(-1)?.at ?? 0);
	return before.some((touch) => !kept.has(touch.path) && touch.at > oldest);
}
