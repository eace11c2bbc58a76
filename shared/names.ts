/** Names that people choose: room slugs, operator names and the ids made from them. SPEC R1–R4. */
import { z } from 'zod';

export const NAME_MAX = 40;
const SLUG_MAX = 48;

/** Control characters, line separators, and marks that turn or hide text. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}]/u;

/** `acme-sprint`: a room's name, part of its address. */
export const roomSlug = z
	.string()
	.max(SLUG_MAX)
	.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'is written in lower-case letters, digits and single hyphens, like acme-sprint');

/** A person's name as others see it: NFC, one line, 1 to 40 characters, nothing invisible. */
export const operatorName = z
	.string()
	.transform((name) => name.normalize('NFC').replace(/\s+/g, ' ').trim())
	.refine((name) => name.length > 0 && [...name].length <= NAME_MAX, `has 1 to ${NAME_MAX} characters`)
	.refine((name) => !INVISIBLE.test(name), 'holds invisible characters');

export const operatorId = z
	.string()
	.max(SLUG_MAX)
	.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);

/** `Jake` → `jake`, then `jake-2`. A name without Latin letters or digits becomes `operator`. */
export function operatorIdFrom(name: string, taken: ReadonlySet<string>): string {
	const ascii = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
	const slug = ascii
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, SLUG_MAX - 5)
		.replace(/-+$/, '');
	const base = slug === '' ? 'operator' : slug;
	if (!taken.has(base)) return base;
	for (let number = 2; ; number++) {
		if (!taken.has(`${base}-${number}`)) return `${base}-${number}`;
	}
}

/** `#3B82F6`. */
export const hexColor = z.string().regex(/^#[0-9A-F]{6}$/);

export const PALETTE = [
	'#3B82F6',
	'#F59E0B',
	'#10B981',
	'#EC4899',
	'#8B5CF6',
	'#EF4444',
	'#06B6D4',
	'#84CC16',
	'#F97316',
	'#6366F1',
	'#14B8A6',
	'#A855F7',
] as const;

/** Unique in the room while the palette lasts, then the one that fewest have. */
export function nextColor(taken: readonly string[]): string {
	const uses = (color: string) => taken.filter((other) => other === color).length;
	return PALETTE.reduce((best, color) => (uses(color) < uses(best) ? color : best));
}
