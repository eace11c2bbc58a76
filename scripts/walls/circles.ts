/** Circles of imports, each told once, from the file that comes first in the alphabet. Pure. */

/** `imports`: for each file those that it imports. A circle's last file imports its first. */
export function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[][] {
	const circles = new Map<string, string[]>();
	const done = new Set<string>();
	const visit = (file: string, path: readonly string[]): void => {
		const start = path.indexOf(file);
		if (start >= 0) {
			const circle = fromFirst(path.slice(start));
			circles.set(circle.join('\n'), circle);
			return;
		}
		if (done.has(file)) return;
		for (const next of imports.get(file) ?? []) visit(next, [...path, file]);
		done.add(file);
	};
	for (const file of imports.keys()) visit(file, []);
	return [...circles.values()];
}

function fromFirst(circle: readonly string[]): string[] {
	const at = circle.indexOf(circle.toSorted()[0] ?? '');
	return [...circle.slice(at), ...circle.slice(0, at)];
}
