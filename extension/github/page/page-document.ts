/**
 * The page's document, as it would be without the page's names. A page may call an image `createElement`, and that is then what
 * `document.createElement` is: in Chrome for content scripts, too. So everything is asked of its prototype.
 * https://html.spec.whatwg.org/multipage/dom.html#dom-document-nameditem (LegacyOverrideBuiltIns)
 */
let known: Document | undefined;

export function pageDocument(): Document {
	known ??= new Proxy(document, {
		get: (target, name) => {
			const value: unknown = Reflect.get(Document.prototype, name, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
	return known;
}
