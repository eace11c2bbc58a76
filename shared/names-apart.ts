/** Names as they are shown where two of a room could be taken for each other. A relay lets nobody in under a name that is taken; older rooms hold such. */

interface Person {
	operatorId: string;
	name: string;
}

/** Alphabets whose letters look alike. A name of two of them looks like another one. */
const LATIN = /\p{Script=Latin}/u;
const ALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u;

/** By operatorId: the name, and behind it the id where somebody else is called the same or the name mixes alphabets: `Jake (jake-2)`. */
export function namesApart(people: Iterable<Person>): ReadonlyMap<string, string> {
	const all = [...people];
	const called = Map.groupBy(all, ({ name }) => sounded(name));
	const isClear = (name: string) => called.get(sounded(name))?.length === 1 && !(LATIN.test(name) && ALIKE.test(name));
	return new Map(all.map(({ operatorId, name }) => [operatorId, isClear(name) ? name : `${name} (${operatorId})`]));
}

const sounded = (name: string): string => name.normalize('NFKC').toLowerCase();
