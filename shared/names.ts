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

/** A name as a room may hold one: NFC, one line, 1 to 40 characters, nothing invisible. Older rooms hold some that nobody can choose any more. */
export const operatorName = z
	.string()
	.transform((name) => name.normalize('NFC').replace(/\s+/g, ' ').trim())
	.refine((name) => name.length > 0 && [...name].length <= NAME_MAX, `has 1 to ${NAME_MAX} characters`)
	.refine((name) => !INVISIBLE.test(name), 'holds invisible characters');

/** What is drawn as nothing and yet is no space: fillers, selectors and joiners of Unicode's Default_Ignorable_Code_Point, and blank signs. */
const BLANK = /[\p{Default_Ignorable_Code_Point}\u2800\ufffc\u{1d159}]/u;
/** As emoji end where they are to be drawn in colour, or not: a name is the same name with it and without. */
const EMOJI_LOOK = /[\ufe0e\ufe0f]/gu;
/** A name is said and typed: marks and signs alone are none. */
const SPOKEN = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
/** Marks on one letter; more of them run over the lines above and below (UTS #39, 5.4). */
const PILED_MARKS = /\p{M}{5}/u;

/** A name that somebody chooses now. SPEC R2. */
export const chosenName = z
	.string()
	.transform((name) => name.replace(EMOJI_LOOK, ''))
	.pipe(operatorName)
	.refine(
		(name) => SPOKEN.test(name) && !BLANK.test(name) && !PILED_MARKS.test(name.normalize('NFD')),
		'is written with letters, digits or emoji that can be seen',
	);

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
