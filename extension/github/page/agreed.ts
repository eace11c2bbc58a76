/** What several sources say of one thing: where they disagree, or none says anything, it is not known. */
export function agreed(said: Iterable<string | undefined>): string | undefined {
	const [only, ...others] = new Set([...said].filter((each) => each !== undefined));
	return others.length === 0 ? only : undefined;
}
