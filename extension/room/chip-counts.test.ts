import { expect, test } from 'vitest';
import { agentOf, modelOf, NOW, REPO } from '../../testing/sample-room.ts';
import { NO_FILTER, rowsOf } from './board.ts';
import { chipCounts } from './chip-counts.ts';

const WEB = 'github.com/acme/web';
const agents = [agentOf('jake', { status: 'waiting' }), agentOf('andrew'), agentOf('ada', { repo: WEB })];
const rows = rowsOf(modelOf(agents).state, NOW);

test('each counts among those that pass the other’s filter; what is chosen stays, however few', () => {
	expect(chipCounts(rows, NO_FILTER)).toEqual({
		statuses: [
			{ status: 'waiting', count: 1 },
			{ status: 'working', count: 2 },
		],
		repos: [
			{ repo: REPO, name: 'api', count: 2 },
			{ repo: WEB, name: 'web', count: 1 },
		],
	});
	expect(chipCounts(rows, { ...NO_FILTER, repo: WEB, status: 'waiting' })).toEqual({
		statuses: [
			{ status: 'waiting', count: 0 },
			{ status: 'working', count: 1 },
		],
		repos: [
			{ repo: REPO, name: 'api', count: 1 },
			{ repo: WEB, name: 'web', count: 0 },
		],
	});
});

test('what all have in common is not said of each', () => {
	const names = (...repos: string[]) =>
		chipCounts(rowsOf(modelOf(repos.map((repo) => agentOf('jake', { repo }))).state, NOW), NO_FILTER).repos.map(({ name }) => name);
	expect(names(WEB, 'github.com/acme/app')).toEqual(['web', 'app']);
	expect(names(WEB, 'github.com/jake/web')).toEqual(['acme/web', 'jake/web']);
	expect(names(WEB, 'local/web@0123456789ab')).toEqual(['acme/web', 'local/web@0123456789ab']);
});

test('of one repository none is said, nor of one status', () =>
	expect(chipCounts(rows.slice(0, 1), NO_FILTER)).toEqual({ statuses: [], repos: [] }));
