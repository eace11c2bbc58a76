/** Writes the docs that are made from the code: `npm run docs`. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { accessTable } from '../party/access.ts';
import { cliDocs } from './docs/cli-docs.ts';
import { helpFile } from './docs/cli-help.ts';
import { factTable } from './docs/fact-table.ts';

const docs = resolve(import.meta.dirname, '..', 'docs');
await mkdir(docs, { recursive: true });
await writeFile(join(docs, 'procedures.md'), accessTable());
await writeFile(join(docs, 'facts.md'), factTable());
await writeFile(join(docs, 'cli.md'), await cliDocs(await readFile(join(docs, 'cli.md'), 'utf8')));
await writeFile(resolve(docs, '../bridge/cli/help.ts'), await helpFile());
