/** Every place. */
import { fileHeaders } from './file-headers.ts';
import { fileTree } from './file-tree.ts';
import { fileView } from './file-view.ts';
import type { Place } from './place.ts';
import { pullList } from './pull-list.ts';
import { pullSummary } from './pull-summary.ts';

export const places: readonly Place[] = [fileHeaders, fileTree, fileView, pullList, pullSummary];
