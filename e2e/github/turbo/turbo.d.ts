/** As much of it as is used: it comes without types of its own. */
declare module '@hotwired/turbo' {
	export function visit(path: string, options: { action: 'advance' | 'replace' }): void;
}
