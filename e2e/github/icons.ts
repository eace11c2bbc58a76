/** Shapes of our own in the places and sizes of GitHub's icons. */
const SHAPES = {
	branch:
		'<circle cx="4" cy="3.5" r="2"/><circle cx="4" cy="12.5" r="2"/><circle cx="12" cy="5" r="2"/><rect x="3.4" y="4" width="1.2" height="8"/>',
	chevron: '<path d="M4 6h8l-4 5z"/>',
	copy: '<rect x="2" y="2" width="8" height="9" rx="1" opacity=".5"/><rect x="6" y="5" width="8" height="9" rx="1"/>',
	file: '<path d="M3 1h6l4 4v10H3z" opacity=".7"/>',
	menu: '<circle cx="3" cy="8" r="1.5"/><circle cx="8" cy="8" r="1.5"/><circle cx="13" cy="8" r="1.5"/>',
	arrow: '<path d="M2 7h8V4l4 4-4 4V9H2z"/>',
	mark: '<path d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z"/>',
};

export const icon = (name: keyof typeof SHAPES, size = 16): string =>
	`<svg aria-hidden="true" class="octicon" viewBox="0 0 16 16" width="${size}" height="${size}">${SHAPES[name]}</svg>`;
