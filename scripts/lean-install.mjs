/**
 * After an install: of the package `node` only the program is needed, which it has linked to its place by then. What it was linked
 * from, with the headers for building native modules, is 67 MB that nothing reads.
 */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const rest = fileURLToPath(new URL('../node_modules/node/node_modules', import.meta.url));

rmSync(rest, { recursive: true, force: true });
