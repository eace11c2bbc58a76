/** The team of the pictures: six people with 34 agents (or more), whose changes live in 24 files and meet in some. Jake looks. */
import { type Draft, living, type Member, openTeam, type Team } from './team.ts';

const MIN = 60_000;
const NAMES = ['Jake', 'Andrew', 'Ada Lovelace', 'Bea Long', 'Chen Wei', 'Dana Ortiz'];
const KINDS = ['claude-code', 'codex', 'gemini-cli', 'cursor', 'opencode', 'copilot-cli'] as const;
const FILES = 24;
const AGENTS = 34;
/** What they are at: each with its title and the step of its plan. */
const TITLES = [
	'Rework the login form',
	'Rate limits on sign-in',
	'Invoices with reverse charge',
	'Typo-tolerant search',
	'Rotate refresh tokens',
	'Retry webhooks with backoff',
	'Prorate plan changes',
	'Index comments as they come',
	'Passkeys beside passwords',
	'Trace slow requests',
	'Currency of the customer',
] as const;
const STEPS = ['Read how it works today', 'Move the checks to the server', 'Cover it with tests', 'Tell the docs'] as const;

const sessionOf = (agent: number) => `six-${agent}`;
const pathOf = (file: number) => `src/${['auth', 'http', 'billing', 'search'][file % 4]}/part-${file}.ts`;
/** Two agents change each file: of two people, whichever they are. */
const editorsOf = (file: number): [number, number] => [file, (file + 1 + (file % 5)) % AGENTS];
/** Busy ones, calm ones, and one that has done nothing for a while though it works. */
const isSilent = (number: number) => number % 11 === 4;
const activityOf = (number: number) =>
	[0, 5, 10, 15, 20, 25]
		.filter((minutes) => (isSilent(number) ? minutes > 5 : (number + minutes) % 4 !== 3))
		.map((minutes) => ({ age: minutes * MIN, actions: 1 + ((number * 7 + minutes * 3) % 40) }));
/** Every third file is changed in the same lines. */
const isConflict = (file: number) => file % 3 === 0;

const planState = (step: number, at: number) =>
	step === at ? 'in_progress' : ((['completed', 'pending'] as const)[Number(step > at)] ?? 'pending');

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
		title: TITLES[number % TITLES.length] + (number < TITLES.length ? '' : `, part ${1 + Math.floor(number / TITLES.length)}`),
		task: STEPS[number % STEPS.length] ?? '',
		plan: STEPS.map((subject, index) => ({ subject, state: planState(index, number % STEPS.length) })),
		lastActive: isSilent(number) ? 9 * MIN : (number % 3) * MIN,
		activity: activityOf(number),
		branch: `feat/${number}`,
		touches,
	};
}

export async function openSix(server: string, room: string, agents = AGENTS): Promise<Team & { jake: Member }> {
	const team = openTeam(server, room);
	const members: Member[] = [];
	for (const name of NAMES) members.push(await team.join(name));
	for (const [at, member] of members.entries()) {
		await member.report(
			...Array.from({ length: agents }, (_, number) => number)
				.filter((number) => number % NAMES.length === at)
				.map(agent),
		);
	}
	return { ...team, jake: members[0] as Member };
}
