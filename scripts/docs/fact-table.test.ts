import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { home } from '../run.ts';
import { factTable } from './fact-table.ts';

test('[P1] docs/facts.md is what the table of facts says: `npm run docs` writes it anew', () => {
	expect(readFileSync(join(home, 'docs/facts.md'), 'utf8')).toBe(factTable());
});
