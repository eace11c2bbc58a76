/** What axe-core finds wrong with a page: rules of WCAG 2.2 A and AA, and best practices. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const source = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Each as `rule: element`. */
export async function faultsOf(page: Page): Promise<string[]> {
	const session = await page.context().newCDPSession(page);
	// Past the page's content security policy, which lets nobody evaluate anything.
	await session.send('Runtime.evaluate', { expression: source });
	const { result } = await session.send('Runtime.evaluate', {
		expression: 'axe.run(document).then(JSON.stringify)',
		awaitPromise: true,
		returnByValue: true,
	});
	await session.detach();
	return faultsIn(result.value as string);
}

/** Of what `axe.run` found, as JSON. */
export function faultsIn(found: string): string[] {
	const { violations } = JSON.parse(found) as AxeResults;
	return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}
