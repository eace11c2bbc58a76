/** Looks as the browser itself, whose scripts are let into closed shadow roots. */
import type { Page } from 'puppeteer-core';
import type { Firefox } from '../firefox.ts';
import { type Eye, Marks } from './marks.ts';
import { look, type Seen } from './seen.ts';

const ROOT_OF = '(element) => element.openOrClosedShadowRoot';

export function marksOf(firefox: Firefox, page: Page): Marks {
	const eye: Eye = {
		look: async (within) =>
			JSON.parse(await firefox.inPage(page, `JSON.stringify((${look})(content.document, ${ROOT_OF}, ${JSON.stringify(within)}))`)) as Seen,
		click: (x, y) => page.mouse.click(x, y),
		act: async (within, act) => {
			await firefox.inPage(
				page,
				`[...content.document.querySelectorAll('*')]
				.filter((host) => host.closest(${JSON.stringify(within)}))
				.flatMap((host) => (${ROOT_OF})(host)?.querySelector('button.mark') ?? [])[0].${act}({ block: 'center' })`,
			);
		},
	};
	return new Marks(eye);
}
