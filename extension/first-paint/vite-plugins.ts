/** How pages are built so that they are painted soon. README.md beside this says what each is for. */
import type { EntrypointGroup, WxtViteConfig } from 'wxt';

type Plugin = Extract<NonNullable<WxtViteConfig['plugins']>[number], { name: string }>;

/** Styles come in the scripts of the components that they are for, as constructed sheets, which a strict policy allows. */
export function stylesInScripts(): Plugin {
	return {
		name: 'styles-in-scripts',
		apply: 'build',
		enforce: 'pre',
		generateBundle(_, bundle) {
			for (const chunk of Object.values(bundle)) {
				if (chunk.type !== 'chunk') continue;
				const files = chunk.viteMetadata?.importedCss ?? new Set<string>();
				for (const file of files) {
					const sheet = bundle[file];
					if (sheet?.type !== 'asset') this.error(`${file} is not among what is built.`);
					const css = JSON.stringify(String(sheet.source));
					chunk.code = `{const sheet=new CSSStyleSheet;sheet.replaceSync(${css});document.adoptedStyleSheets.push(sheet)}${chunk.code}`;
					delete bundle[file];
				}
				files.clear();
			}
		},
	};
}

/** A page is drawn only once its script has run. Vite writes a page's script anew, without what it does not know: so it is added last. */
export function renderBlockingScripts(): Plugin {
	return {
		name: 'render-blocking-scripts',
		apply: 'build',
		transformIndexHtml: {
			order: 'post',
			handler: (html) => html.replaceAll('<script type="module"', '<script type="module" blocking="render"'),
		},
	};
}

/** The popup is one script: built apart from the other pages, it shares no file with them. */
export function popupApart(groups: EntrypointGroup[]): void {
	const pages = groups.find(Array.isArray);
	const popup = pages?.findIndex(({ name }) => name === 'popup') ?? -1;
	if (pages === undefined || popup === -1) throw new Error('The popup is no longer built with the other pages.');
	groups.push(pages.splice(popup, 1));
}
