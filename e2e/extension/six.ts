/** The team of the pictures: six people with 34 agents, whose changes live in 24 files and meet in some. Jake looks. */
import { type Draft, living, type Member, openTeam, type Team } from './team.ts';

const MIN = 60_000;
const NAMES = ['Jake', 'Andrew', 'Ada Lovelace', 'Bea Long', 'Chen Wei', 'Dana Ortiz'];
const KINDS = ['claude-code', 'codex', 'gemini-cli', 'cursor', 'opencode', 'copilot-cli'] as const;
const FILES = 24;
const AGENTS = 34;

const sessionOf = (agent: number) => `six-${agent}`;
const pathOf = (file: number) => `src/${['auth', 'http', 'billing', 'search'][file % 4]}/part-${file}.ts`;
/** Two agents change each file: of two people, whichever they are. */
const editorsOf = (file: number): [number, number] => [file, (file + 1 + (file % 5)) % AGENTS];
/** Every third file is changed in the same lines. */
const isConflict = (file: number) => file % 3 === 0;

function agent(number: number): Draft {
	const touches = Array.from({ length: FILES }, (_, file) => file).flatMap((file) => {
		const editors = editorsOf(file);
		const met = editors.filter((each) => each !== number && isConflict(file)).map(sessionOf);
		return editors.includes(number) ? [{ ...living(pathOf(file), ...met), age: (file + 1) * MIN }] : [];
	});
	return {
		session: sessionOf(number),
		kind: KINDS[number % KINDS.length],
		status: number % 6 === 3 ? 'waiting' : 'working',
		statusAge: number * MIN,
		task: `Task ${number}`,
		branch: `feat/${number}`,
		touches,
	};
}

export async function openSix(server: string, room: string): Promise<Team & { jake: Member }> {
	const team = openTeam(server, room);
	const members: Member[] = [];
	for (const name of NAMES) members.push(await team.join(name));
	for (const [at, member] of members.entries()) {
		await member.report(
			...Array.from({ length: AGENTS }, (_, number) => number)
				.filter((number) => number % NAMES.length === at)
				.map(agent),
		);
	}
	return { ...team, jake: members[0] as Member };
}
