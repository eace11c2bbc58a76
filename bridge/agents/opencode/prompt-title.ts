/**
 * `opencode run --title` without a value calls a session by the first 50 characters of its prompt, which a title never tells. Source:
 * anomalyco/opencode, packages/opencode/src/cli/cmd/run.ts.
 */
import { shape, startsWith } from '../skim/record-shape.ts';
import { skim } from '../skim/skim.ts';

const FORKED = / \(fork #\d+\)$/;
/** A character may have been cut in two. */
const CUT = /[\uD800-\uDBFF\uFFFD]*\.\.\.$/;

/** Whether one of these parts, those of the session's first message, begins as its title does. All that is learned of the prompt is whether it does. */
export function isPromptsBeginning(title: string | undefined, parts: Iterable<Buffer>): boolean {
	const beginning = title?.replace(FORKED, '').replace(CUT, '');
	if (!beginning) return false;
	const prompt = shape({ text: startsWith(beginning) });
	for (const part of parts) if (skim(prompt, part)?.text !== undefined) return true;
	return false;
}
