/** Every place. */
import { fileHeaders } from './file-headers.ts';
import { fileTree } from './file-tree.ts';
import type { Place } from './place.ts';

export const places: readonly Place[] = [fileHeaders, fileTree];
