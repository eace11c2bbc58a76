/** A change of a file, as it is shown before it is made: the lines that go and come, and a few around them. */
import { structuredPatch } from 'diff';

const CONTEXT = 2;

/** Each line with `+`, `-` or a space before it. */
export function shownChange(before: string, after: string): string[] {
	const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: CONTEXT });
	return hunks.flatMap(({ lines }, index) => [...(index > 0 ? ['…'] : []), ...lines.filter((line) => !line.startsWith('\\'))]);
}
