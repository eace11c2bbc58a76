/**
 * For tests: the environment by which the commands that they start find what Node compiled of them before, whatever their scratch
 * home is. Without it each first command of a home compiles all of it anew, which takes longer than what it does.
 */
import { join } from 'node:path';
import { home } from '../scripts/run.ts';

/** A file whose text has changed is compiled again: Node compares them. https://nodejs.org/docs/latest-v24.x/api/module.html#module-compile-cache */
export const COMPILED = { NODE_COMPILE_CACHE: join(home, 'node_modules/.cache/compiled') };
