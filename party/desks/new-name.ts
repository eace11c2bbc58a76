/** The name that somebody wants to be called by in this room: fit to be one, and nobody else's. SPEC R2. */
import { chosenName } from '../../shared/names.ts';
import { Refused } from '../procedure.ts';
import type { Member } from '../store.ts';
import { looksOf } from './look-alike.ts';

export function newName(typed: string, others: readonly Member[]): string {
	const name = chosenName.safeParse(typed);
	if (!name.success) throw new Refused('name-unfit');
	const looks = new Set(looksOf(name.data));
	if (others.some((other) => looksOf(other.name).some((look) => looks.has(look)))) throw new Refused('name-taken');
	return name.data;
}
