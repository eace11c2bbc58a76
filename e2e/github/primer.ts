/** GitHub's own design system, as its pages load it: sizes, type, the themes, and the classes that pages are written with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { primerStyles } from '../../scripts/tools.ts';

const styles = await primerStyles();

const PARTS = [
	'@primer/primitives/dist/css/base/size/size.css',
	'@primer/primitives/dist/css/base/typography/typography.css',
	'@primer/primitives/dist/css/functional/size/border.css',
	'@primer/primitives/dist/css/functional/size/radius.css',
	'@primer/primitives/dist/css/functional/size/size.css',
	'@primer/primitives/dist/css/functional/typography/typography.css',
	'@primer/css/dist/core.css',
];

export const THEMES = ['light', 'dark', 'light_high_contrast', 'dark_high_contrast', 'dark_dimmed'] as const;
export type Theme = (typeof THEMES)[number];

const read = new Map<string, string>();

/** Without comments: half of a theme is what it says about itself. */
function sheet(name: string): string {
	const known = read.get(name) ?? readFileSync(join(styles, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
	read.set(name, known);
	return known;
}

/** Of a person who wants `light` by day and `dark` by night. */
export const primer = (light: Theme, dark: Theme): string =>
	[...[light, dark].map((theme) => `@primer/primitives/dist/css/functional/themes/${theme.replaceAll('_', '-')}.css`), ...PARTS]
		.map(sheet)
		.join('\n');
