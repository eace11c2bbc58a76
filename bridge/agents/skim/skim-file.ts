/** Small files of JSON, read whole. */
import { unlessMissing } from '../../base/missing-file.ts';
import { wholeFile } from '../../base/whole-file.ts';
import type { RecordShape } from './record-shape.ts';
import { skim } from './skim.ts';

const SMALL_MAX_BYTES = 16 * 1024 * 1024;

/** What a shape names of a file; undefined where there is none, or it is no JSON object. */
export function skimFile<T>(shape: RecordShape<T>, path: string): T | undefined {
	const bytes = unlessMissing(() => wholeFile(path, SMALL_MAX_BYTES));
	return bytes && skim(shape, bytes);
}
