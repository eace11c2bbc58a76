/** A team in the middle of its sprint: what most tests and pictures of the surfaces show. */
import { living, type Member, openTeam, type Team } from './team.ts';

const MIN = 60_000;

export interface Sprint extends Team {
	jake: Member;
	andrew: Member;
	ada: Member;
}

/** Jake looks: one agent of his is in conflict with Andrew's, another waits for him. */
export async function openSprint(server: string, room: string): Promise<Sprint> {
	const team = openTeam(server, room);
	const jake = await team.join('Jake');
	const andrew = await team.join('Andrew');
	const ada = await team.join('Ada Lovelace');
	await jake.report(
		{
			session: 'jake-login',
			statusAge: 4 * MIN,
			task: 'Rework the login form',
			branch: 'feat/login',
			plan: [
				{ subject: 'Read how the form validates today', state: 'completed' },
				{ subject: 'Move validation to the server', state: 'in_progress' },
				{ subject: 'Cover it with tests', state: 'pending' },
			],
			touches: [
				{ ...living('src/auth/login.ts', 'andrew-limits'), age: 3 * MIN },
				{ path: 'src/auth/session/tokens/refresh-token-rotation.ts', mode: 'read', age: 9 * MIN },
			],
			errors: 1,
			tokens: { input: 120_345, cached: 998_877, output: 23_456 },
		},
		{
			session: 'jake-driver',
			kind: 'codex',
			status: 'waiting',
			statusAge: 6 * MIN,
			task: 'Upgrade the database driver',
			branch: 'chore/driver',
		},
	);
	await andrew.report(
		{
			session: 'andrew-limits',
			kind: 'codex',
			statusAge: 2 * MIN,
			task: 'Rate limits on sign-in',
			branch: 'fix/rate-limit',
			touches: [
				{ ...living('src/auth/login.ts', 'jake-login'), age: MIN },
				{ ...living('src/http/limits.ts'), age: 2 * MIN },
			],
		},
		{
			session: 'andrew-docs',
			kind: 'gemini-cli',
			status: 'idle',
			statusAge: 40 * MIN,
			task: 'Docs for the API',
			branch: 'docs/api',
			repo: 'github.com/acme/frontend',
		},
	);
	await ada.report({
		session: 'ada-flaky',
		kind: 'opencode',
		status: 'error',
		statusAge: MIN,
		task: 'Flaky end-to-end tests',
		branch: 'test/flaky',
		touches: [
			{ ...living('e2e/run.ts'), age: 2 * MIN },
			{ path: 'src/http/limits.ts', mode: 'read', age: 5 * MIN },
		],
		errors: 7,
	});
	return { ...team, jake, andrew, ada };
}
