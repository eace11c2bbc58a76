/** Looks up what is known around sessions (repositories, processes, plans beside them) and projects them. */
import type { PlanStep } from '../agents/sighting.ts';
import { RepositoryNames } from '../git/repository.ts';
import { type Worktree, Worktrees } from '../git/worktree.ts';
import type { Session } from '../sessions/session.ts';
import type { SessionFiles } from '../sessions/session-files.ts';
import { ExcludedFiles } from './excluded-files.ts';
import type { LocalAgent, LocalTouch } from './local-agent.ts';
import { Secrets } from './masking.ts';
import { workplaceOf } from './place.ts';
import { ProcessStates } from './process-states.ts';
import { mainOf, project, textsOf } from './project.ts';
import { ShellEdits } from './shell-edits.ts';
import { Sidecars } from './sidecars.ts';
import { SnapshotEdits } from './snapshot-edits.ts';
import { touchesOf } from './touches.ts';
import { KnownWorktrees } from './whereabouts.ts';

export class SessionDescriber {
	readonly processes: ProcessStates;
	readonly sidecars: Sidecars;
	readonly #names = new RepositoryNames();
	readonly #known = new KnownWorktrees();
	readonly #excluded = new ExcludedFiles();
	readonly #shellEdits = new ShellEdits();
	readonly #snapshotEdits = new SnapshotEdits();
	readonly #secrets = new Secrets();

	/** What lies around sessions and is not understood, or cannot be read, is counted with their files. */
	constructor(files: SessionFiles) {
		this.sidecars = new Sidecars(files.drift);
		this.processes = new ProcessStates((reader, folder) => files.unreadable(reader, folder));
	}

	/** `all`: every session that is known, since a process may have gone over from one to another. */
	async project(sessions: readonly Session[], now: number, all = sessions): Promise<{ key: string; agent: LocalAgent }[]> {
		const worktrees = new Worktrees();
		const processes = this.processes.now(all, now);
		const placed = sessions.map((session) => {
			const place = this.#known.whereaboutsOf(session, worktrees);
			const workplace = workplaceOf(mainOf(session).cwd ?? '/', place);
			return { session, ...place, workplace, touches: touchesOf(session, workplace, worktrees, this.#commandEdits(session.key)) };
		});
		const [named] = await Promise.all([Promise.all(placed.map((each) => this.#named(each))), this.#askAbout(placed, now)]);
		await this.#secrets.look(named.flatMap((each) => textsOf(each.session, each)));
		return named.flatMap(({ session, ...each }) => {
			const agent = project(session, {
				...each,
				worktrees,
				process: processes.get(session.key) ?? this.processes.endOf(session),
				isExcluded: (path) => this.#excluded.isExcluded(each.worktree, path),
				masked: (text) => this.#secrets.masked(text),
				now,
			});
			return agent ? [{ key: session.key, agent }] : [];
		});
	}

	async #named<Placed extends { session: Session; worktree: Worktree | undefined }>(placed: Placed) {
		const plan: PlanStep[] | undefined = this.sidecars.planOf(placed.session);
		return { ...placed, name: placed.worktree && (await this.#names.of(placed.worktree)), plan };
	}

	/** Looks for what commands changed; answers the sessions of which more is known now. */
	async lookForShellEdits(sessions: readonly Session[], now: number): Promise<ReadonlySet<string>> {
		const worktrees = new Worktrees();
		const [timed, compared] = await Promise.all([
			this.#shellEdits.look(sessions, worktrees, now),
			this.#snapshotEdits.look(sessions, worktrees),
		]);
		return new Set([...timed, ...compared]);
	}

	/** What commands of a session edited: absolute paths, and when. */
	#commandEdits(key: string): ReadonlyMap<string, number> {
		return new Map([...this.#snapshotEdits.of(key), ...this.#shellEdits.of(key)]);
	}

	/** One question to git for each worktree, whatever the number of sessions in it. */
	async #askAbout(placed: readonly { worktree: Worktree | undefined; touches: readonly LocalTouch[] }[], now: number): Promise<void> {
		const byTop = Map.groupBy(placed, ({ worktree }) => worktree?.top);
		const questions = [...byTop.values()].map((group) => {
			const worktree = group[0]?.worktree;
			const paths = group.flatMap(({ touches }) => touches.map(({ path }) => path));
			return worktree && this.#excluded.ask(worktree, paths, now);
		});
		await Promise.all(questions);
	}
}
