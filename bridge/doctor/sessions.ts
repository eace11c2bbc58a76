/** Whether readers understand what this machine's agents write. */
import { AGENT_NAMES } from '../../shared/report/facts.ts';
import { counted } from '../../shared/words.ts';
import { type Drift, foldersBeyond, foldersClosed, readLocalAgents } from '../local-agents/local-agents.ts';
import { type Finding, fine, note, problem } from './finding.ts';
import { checkForeign } from './foreign-checkout.ts';

interface Where {
	home: string;
	env: NodeJS.ProcessEnv;
	since: number | 'all';
	/** `the last 7 days`. */
	period: string;
	now: number;
}

export async function checkSessions({ home, env, since, period, now }: Where): Promise<{ findings: Finding[]; drift: Drift[] }> {
	const { agents, drift } = await readLocalAgents({ home, env, since, now });
	const kinds = [...new Set(agents.map(({ kind }) => AGENT_NAMES[kind]))];
	const found =
		agents.length === 0 ? `No agent session of ${period}` : `${counted(agents.length, 'agent')} of ${period}: ${kinds.join(', ')}`;
	const beyond = (await foldersBeyond(home, env)).map((folder) => fine('sessions', `Read too, beyond this home: ${folder}`));
	const closed = foldersClosed().map((folder) =>
		fine('sessions', `Only root may look into ${folder}: sessions that containers keep there are read by a bridge in them`),
	);
	return { findings: [fine('sessions', found), ...beyond, ...closed, ...checkForeign(agents, home), ...driftFindings(drift)], drift };
}

/** Damage is another thing than a record type that is new to us. */
function driftFindings(drift: Drift[]): Finding[] {
	const count = (holds: (record: string) => boolean) => drift.reduce((sum, each) => sum + (holds(each.record) ? each.count : 0), 0);
	const unreadable = count((record) => record === '(unreadable)');
	const damaged = count((record) => record === '(broken)' || record === '(oversized)');
	const unknown = count((record) => !DAMAGE.has(record));
	return [
		...(unreadable > 0
			? [
					problem(
						'sessions',
						`${counted(unreadable, 'session file or folder', 'session files or folders')} cannot be read.`,
						'Check who owns the files: Pylon runs as the user whose agents it reads.',
					),
				]
			: []),
		...(damaged > 0 ? [note('sessions', `${counted(damaged, 'record')} torn or too long; each was left out alone.`)] : []),
		...(unknown > 0
			? [
					note(
						'sessions',
						`${counted(unknown, 'record')} of a type that is new to Pylon.`,
						'Update Pylon; if it goes on, paste the report below into an issue.',
					),
				]
			: []),
	];
}

const DAMAGE: ReadonlySet<string> = new Set(['(broken)', '(oversized)', '(unreadable)']);
