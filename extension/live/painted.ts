/** Resolves once what has just been mounted is painted, or at once where nobody sees the page: what can wait does not hold up a paint. */
export function painted(): Promise<void> {
	if (document.hidden) return Promise.resolve();
	return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}
