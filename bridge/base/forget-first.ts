/** What was kept longest goes, so that a session of any length takes bounded memory. */
export function forgetFirst(kept: Map<string, unknown> | Set<string>): void {
	const first = kept.keys().next();
	if (!first.done) kept.delete(first.value);
}
