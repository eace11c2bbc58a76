/** People as they are typed: an id, or a name whatever its case. Where it may be two of them, nobody is guessed. */
import { namesApart } from '../../shared/names-apart.ts';
import { UserError } from '../base/user-error.ts';
import { printable } from '../terminal/columns.ts';

interface Person {
	operatorId: string;
	name: string;
}

/** In front of an id that is somebody else's name. */
const ID = 'id:';

export function findOperator<Found extends Person>(people: readonly Found[], typed: string, room: string): Found {
	const found = peopleCalled(people, typed);
	const [one, other] = found;
	if (one === undefined)
		throw new UserError(
			`Nobody in ${room} is called ${typed}.`,
			`There are: ${[...namesApart(people).values()].map(printable).join(', ')}.`,
		);
	if (other === undefined) return one;
	throw new UserError(`More than one in ${room} is called ${typed}: ${listed(found)}.`, `Say which by the id: ${ID}${one.operatorId}`);
}

/** All who may be meant. */
export function peopleCalled<Found extends Person>(people: readonly Found[], typed: string): Found[] {
	const wanted = plain(typed);
	return wanted.startsWith(ID)
		? people.filter(({ operatorId }) => operatorId === wanted.slice(ID.length))
		: people.filter(({ operatorId, name }) => operatorId === wanted || plain(name) === wanted);
}

const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

const listed = (people: readonly Person[]): string => people.map(({ operatorId, name }) => `${printable(name)} (${operatorId})`).join(', ');
