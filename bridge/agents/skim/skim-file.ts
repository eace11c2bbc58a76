/** Small files of JSON, read whole. */
import { readFileSync } from 'node:fs';
import { unlessMissing } from '../../base/missing-file.ts';
import type { RecordShape } from './record-shape.ts';
import { skim } from './skim.ts';

/** What a shape names of a file; undefined where there is none, or it is no JSON object. */
export function skimFile<T>(shape: RecordShape<T>, path: string): T | undefined {
	const bytes = unlessMissing(() => readFileSync(path));
	return bytes && skim(shape, bytes);
}
