import { expect, test } from 'vitest';
import { withDistinctNames } from './distinct-names.ts';
import type { ListedOperator, RoomListing } from './listing.ts';

const operator = (operatorId: string, name: string): ListedOperator => ({
	operatorId,
	name,
	color: '#3B82F6',
	role: 'member',
	online: true,
	paused: false,
	lastSeenAge: 0,
});
const listing = (...operators: ListedOperator[]): RoomListing => ({
	room: 'acme',
	server: 'https://pylon.acme.dev',
	you: 'jake',
	view: 'all',
	operators,
	agents: [],
	collisions: [{ repo: 'r', path: 'p', level: 'reading', isOwn: false, contenders: operators.map(contender), compared: [] }],
});
const contender = ({ operatorId, name }: ListedOperator) => ({
	operatorId,
	operatorName: name,
	agentId: '0123456789abcdef',
	kind: null,
	isWorking: false,
	mode: 'edit' as const,
	age: 0,
	branch: null,
	worktree: null,
	lines: null,
});

test('two of a name are told apart by their ids, wherever they are named, and everybody else keeps theirs', () => {
	const { operators, collisions } = withDistinctNames(
		listing(operator('jake', 'Jake'), operator('jake-2', 'Jake'), operator('mara', 'Mara')),
	);
	const names = ['Jake (jake)', 'Jake (jake-2)', 'Mara'];
	expect(operators.map(({ name }) => name)).toEqual(names);
	expect(collisions[0]?.contenders.map(({ operatorName }) => operatorName)).toEqual(names);
});
