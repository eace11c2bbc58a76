/** A team that writes German: every status, every level of a collision, all that an agent tells. Jonas looks. */
import { living, type Member, openTeam, type Team } from '../extension/team.ts';
import { login } from '../github/pull.ts';

const MIN = 60_000;
const HOUR = 60 * MIN;

export interface GermanTeam extends Team {
	jonas: Member;
	klara: Member;
	emil: Member;
}

export const ROOM = 'team-berlin';
const PATHS = [...login.files, 'src/anmeldung.ts', 'src/sitzung.ts', 'src/suche/treffer.ts', 'src/rechnung.ts'];
const TASKS = ['Anmeldung umbauen', 'Treiber erneuern', 'Begrenzung der Zugriffe', 'Handbuch', 'Suche mit Tippfehlern', 'Pause', 'Alt'];
const PLAN = ['Nachsehen, wie es heute geht', 'Am Server umsetzen', 'Prüfen'];
const BRANCHES = [login.branch, 'fix/zugriffe', 'feat/suche', 'chore/treiber', 'docs/handbuch'];

/** All that of what is shown comes from them and is in their own words. */
export const FACTS = [ROOM, 'Jonas', 'Klara Sommer', 'Emil', ...PATHS, ...BRANCHES, ...TASKS, ...PLAN, 'acme/api', 'acme/web', 'laptop'];

export async function openGermanTeam(server: string, room: string): Promise<GermanTeam> {
	const team = openTeam(server, room);
	const [jonas, klara, emil] = [await team.join('Jonas'), await team.join('Klara Sommer'), await team.join('Emil')];
	await jonas.report(
		{
			session: 'anmeldung',
			statusAge: 4 * MIN,
			title: 'Anmeldung umbauen',
			task: 'Am Server umsetzen',
			branch: login.branch,
			plan: PLAN.map((subject, at) => ({ subject, state: (['completed', 'in_progress', 'pending'] as const)[at] ?? 'pending' })),
			touches: [
				{ ...living('src/auth/login.ts', 'zugriffe'), age: MIN },
				{ ...living('src/anmeldung.ts', 'suche'), age: 50 * HOUR },
				{ ...living('src/sitzung.ts'), age: 3 * HOUR },
				{ path: 'src/suche/treffer.ts', mode: 'read', age: 9 * MIN },
			],
			planned: [{ path: 'src/rechnung.ts', claim: 'reserves', age: MIN, minutes: 30 }],
			lastActive: 12 * MIN,
			activity: [{ age: 12 * MIN, actions: 4 }],
			errors: 2,
			tokens: { input: 120_345, cached: 998_877, output: 23_456 },
		},
		{ session: 'treiber', kind: 'codex', status: 'waiting', statusAge: 6 * MIN, task: 'Treiber erneuern', branch: 'chore/treiber' },
	);
	await klara.report(
		{
			session: 'zugriffe',
			kind: 'codex',
			statusAge: 2 * MIN,
			task: 'Begrenzung der Zugriffe',
			branch: 'fix/zugriffe',
			touches: [
				{ ...living('src/auth/login.ts', 'anmeldung'), age: MIN },
				{ ...living('src/sitzung.ts'), age: HOUR },
				{ path: 'src/anmeldung.ts', mode: 'read', age: MIN },
			],
		},
		{
			session: 'handbuch',
			kind: 'gemini-cli',
			status: 'idle',
			statusAge: 40 * MIN,
			task: 'Handbuch',
			branch: 'docs/handbuch',
			repo: 'github.com/acme/web',
		},
	);
	await emil.report(
		{
			session: 'suche',
			kind: 'opencode',
			status: 'error',
			statusAge: 30 * HOUR,
			task: 'Suche mit Tippfehlern',
			branch: 'feat/suche',
			touches: [
				{ ...living('src/suche/treffer.ts'), age: 20 * MIN },
				{ ...living('src/anmeldung.ts', 'anmeldung'), age: 200 * HOUR },
			],
			errors: 1,
		},
		{ session: 'alt', kind: 'goose', status: 'unknown', statusAge: 3 * HOUR, task: 'Alt', branch: 'feat/suche' },
	);
	return { ...team, jonas, klara, emil };
}
