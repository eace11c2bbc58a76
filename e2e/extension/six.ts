/** The team of the pictures: six people with 34 agents (or fewer, or more), whose changes live in 24 files and meet in some. Jake looks. */
import { BRANCHES, FILES, LANDED, STEPS, TITLES, WHERE } from './six-words.ts';
import { type Draft, living, type Member, openTeam, type Team } from './team.ts';

const MIN = 60_000;
/** So far past the minute that a slow machine says the same minute. */
const IN_THE_MINUTE = 15_000;
const NAMES = ['Jake', 'Andrew', 'Ada Lovelace', 'Bea Long', 'Chen Wei', 'Dana Ortiz'];
const KINDS = ['claude-code', 'codex', 'gemini-cli', 'cursor', 'opencode', 'copilot-cli'] as const;
const AGENTS = TITLES.length;
/** Of the first 34 three rest: two for a moment, one for hours, with changes that nobody merged. */
const RESTING: Readonly<Record<number, number>> = { 10: 9, 27: 170, 32: 22 };
const FAILED = 9;

const sessionOf = (agent: number) => `six-${agent}`;
const minutes = (count: number) => Math.round(count) * MIN + IN_THE_MINUTE;
/** Half of them lately, the last hours ago. */
const changedAge = (file: number) => minutes(file <= FILES.length / 2 ? 1 + file * 2 : 25 + (file - FILES.length / 2) ** 2 * 2);
/** Two agents change each file: of two people, whichever they are. */
const editorsOf = (file: number): [number, number] => [file, (file + 1 + (file % 5)) % AGENTS];
/** Every third file is changed in the same lines. */
const isConflict = (file: number) => file % 3 === 0;

/** Busy ones, calm ones, and some that have done nothing for a while though they work. */
const isSilent = (number: number) => number % 11 === 4;
const activityOf = (number: number) =>
	[0, 5, 10, 15, 20, 25]
		.filter((ago) => (isSilent(number) ? ago > 5 : (number + ago) % 4 !== 3))
		.map((ago) => ({ age: minutes(ago), actions: 1 + ((number * 7 + ago * 3) % 40) }));

function statusOf(number: number): { status: NonNullable<Draft['status']>; statusAge: number } {
	const at = number % AGENTS;
	const rests = RESTING[number];
	if (rests !== undefined) return { status: 'idle', statusAge: minutes(rests) };
	if (at === FAILED) return { status: 'error', statusAge: minutes(4) };
	if (number % 5 === 3) return { status: 'waiting', statusAge: minutes((number * 3) % 41) };
	return { status: 'working', statusAge: minutes((number * 37) % 95) };
}

const planState = (step: number, at: number) =>
	step === at ? 'in_progress' : ((['completed', 'pending'] as const)[Number(step > at)] ?? 'pending');

/** What it did before, merged by now: so its day shows. */
const landedBy = (number: number) =>
	[60, 75, 150].map((ago, index) => ({
		path: LANDED[(number * 3 + index) % LANDED.length] ?? '',
		mode: 'landed' as const,
		age: minutes(ago + ((number * 13) % 50)),
	}));

function touchesOf(number: number): NonNullable<Draft['touches']> {
	const alive = FILES.flatMap((path, file) => {
		const editors = editorsOf(file);
		const met = editors.filter((each) => each !== number && isConflict(file)).map(sessionOf);
		return editors.includes(number) ? [{ ...living(path, ...met), age: changedAge(file) }] : [];
	});
	return [...alive, ...(number % 4 === 1 ? [] : landedBy(number))].sort((one, other) => one.age - other.age);
}

function agent(number: number): Draft {
	const at = number % AGENTS;
	const where = WHERE[Math.floor(number / AGENTS) % WHERE.length];
	const { status, statusAge } = statusOf(number);
	const lastActive = status === 'idle' ? statusAge : minutes(isSilent(number) ? 9 : number % 3);
	return {
		session: sessionOf(number),
		kind: KINDS[number % KINDS.length],
		status,
		statusAge,
		title: `${TITLES[at]}${where === undefined ? '' : `, ${where}`}`,
		task: STEPS[number % STEPS.length] ?? '',
		plan: STEPS.map((subject, index) => ({ subject, state: planState(index, number % STEPS.length) })),
		lastActive,
		activity: activityOf(number).map((slice) => ({ ...slice, age: slice.age + lastActive })),
		branch: where === undefined ? BRANCHES[at] : `${BRANCHES[at]}-${where}`,
		repo: `github.com/acme/${where ?? 'api'}`,
		touches: touchesOf(number),
	};
}

/** Of few agents each has a person of its own. */
export async function openSix(server: string, room: string, agents = AGENTS): Promise<Team & { jake: Member }> {
	const team = openTeam(server, room);
	const members: Member[] = [];
	for (const name of NAMES.slice(0, agents)) members.push(await team.join(name));
	for (const [at, member] of members.entries()) {
		await member.report(
			...Array.from({ length: agents }, (_, number) => number)
				.filter((number) => number % NAMES.length === at)
				.map(agent),
		);
	}
	return { ...team, jake: members[0] as Member };
}
