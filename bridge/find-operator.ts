/** People as they are typed: an id, or a name whatever its case. */
import { printable } from './columns.ts';
import { UserError } from './user-error.ts';

interface Person {
	operatorId: string;
	name: string;
}

export function findOperator<Found extends Person>(people: readonly Found[], typed: string, room: string): Found {
	const wanted = typed.trim().toLowerCase();
	const byId = people.find(({ operatorId }) => operatorId === wanted);
	const byName = people.filter(({ name }) => name.toLowerCase() === wanted);
	if (byId !== undefined) return byId;
	if (byName.length > 1) {
		throw new UserError(
			`More than one in ${room} is called ${typed}.`,
			`Use an id: ${byName.map(({ operatorId }) => operatorId).join(', ')}.`,
		);
	}
	const found = byName[0];
	if (found !== undefined) return found;
	throw new UserError(`Nobody in ${room} is called ${typed}.`, `There are: ${people.map(({ name }) => printable(name)).join(', ')}.`);
}
