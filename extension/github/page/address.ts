/** How often a browser that does not tell of new addresses is asked. */
const LOOK_MS = 1_000;

/**
 * Calls `go` with the page's address, and with each that it leads to without loading: where the browser tells of them, before
 * it changes. The page's own changes come after.
 */
export function followAddress(go: (url: URL) => void): void {
	let last: string | undefined;
	const look = (address: string) => {
		if (address === last) return;
		last = address;
		go(new URL(address));
	};
	look(location.href);
	if ('navigation' in globalThis)
		navigation.addEventListener('navigate', ({ isTrusted, destination }) => (isTrusted ? look(destination.url) : undefined));
	else setInterval(() => look(location.href), LOOK_MS);
}
