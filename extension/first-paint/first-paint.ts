/** A browser that has not told of a paint by then will not, as of a tab that nobody sees. */
const LATEST_MS = 500;

/**
 * Resolves once the page's first content is on the screen: what can wait does not hold up that paint. A drawn frame is not
 * enough: what wakes the background then would share the processor with its rasterizing. Whether the page is hidden tells
 * nothing: a popup is, until it has loaded.
 */
export function firstPaint(): Promise<void> {
	return new Promise((done) => {
		const observer = new PerformanceObserver((list) => {
			if (list.getEntriesByName('first-contentful-paint').length > 0) settle();
		});
		const latest = setTimeout(settle, LATEST_MS);
		function settle() {
			observer.disconnect();
			clearTimeout(latest);
			done();
		}
		observer.observe({ type: 'paint', buffered: true });
	});
}
