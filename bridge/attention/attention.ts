/**
 * Tells this machine's person, where they asked for it, of their agents that wait and their conflicts: on the desktop while no browser of
 * theirs does, and by their webhook. What is due is decided as browsers decide it. SPEC N1–N6.
 */
import { type Due, dueNow, heldBack } from '../../shared/alerts/due-alerts.ts';
import { isQuiet } from '../../shared/alerts/is-quiet.ts';
import { openAlerts } from '../../shared/alerts/open-alerts.ts';
import { mutedIn, type Quiet } from '../../shared/alerts/quiet.ts';
import type { ToldAlerts } from '../../shared/alerts/told-alerts.ts';
import type { CollisionAlert } from '../../shared/room/collision-pairs.ts';
import type { Collision } from '../../shared/room/collisions.ts';
import { sha256 } from '../base/sha256.ts';
import { UserError } from '../base/user-error.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import { readQuiet } from '../rooms/quiet-file.ts';
import { readSettings, type Settings } from '../rooms/settings.ts';
import { Outbox } from './outbox.ts';
import { readTold, saveTold } from './told-file.ts';
import { readWebhook, type Webhook } from './webhook.ts';
import { messagesOf, type Speech, type WaitingAgent } from './words.ts';

/** What is known of one room. */
export interface WarnedRoom {
	/** As mutes name it. */
	key: string;
	/** Its operator here. */
	you: string;
	collisions: readonly Collision[];
	/** Else what is not among them may come back: a room that was just connected, or cannot be reached. */
	isHeard: boolean;
	nameOf: (operatorId: string) => string | undefined;
	/** Others' names may be told outside. */
	mayName: boolean;
}

export interface AttentionOptions {
	home: string;
	env: NodeJS.ProcessEnv;
	clock: () => number;
	signal: AbortSignal;
	/** This machine's; undefined until its sessions were read. */
	agents: () => readonly LocalAgent[] | undefined;
	rooms: () => Promise<readonly WarnedRoom[]>;
	/** A browser of this machine follows its agents, and tells its person itself. */
	isBrowserThere: () => boolean;
	/** In words without an address. */
	onProblem: (problem: string) => void;
}

/** A change is looked at a moment later, and a wait that grows long within this. */
const LOOK_EVERY_MS = 15_000;
const LOOK_SOON_MS = 1_000;
/** A browser that is there finds a bridge that has started within this (`native/own-machine.ts`), and rooms have told what they hold. */
const SETTLES_MS = 7_000;
const MINUTE_MS = 60_000;

interface Wishes {
	settings: Settings;
	webhook: Webhook | undefined;
	quiet: Quiet;
}

export class Attention {
	readonly #options: AttentionOptions;
	readonly #outbox: Outbox;
	readonly #startedAt: number;
	#wishes: Wishes | undefined;
	#told: ToldAlerts | undefined;
	#looking: Promise<void> | undefined;
	#soon: NodeJS.Timeout | undefined;
	/** What was said last: the log lies among the files whose changes are followed. */
	#problem: string | undefined;

	constructor(options: AttentionOptions) {
		this.#options = options;
		this.#startedAt = options.clock();
		this.#outbox = new Outbox(options);
		const timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
		options.signal.addEventListener('abort', () => [timer, this.#soon].forEach(clearTimeout), { once: true });
	}

	/** Files under ~/.pylon changed. What is damaged is told, and what was wished before stays in force. */
	reload(): void {
		const { home } = this.#options;
		try {
			this.#wishes = { settings: readSettings(home), webhook: readWebhook(home), quiet: readQuiet(home) };
			this.#problem = undefined;
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			this.#say(error.message);
		}
		this.changed();
	}

	/** Something of agents or rooms. */
	changed(): void {
		if (!this.#isWanted || this.#soon !== undefined || this.#options.signal.aborted) return;
		const settles = this.#startedAt + SETTLES_MS - this.#options.clock();
		this.#soon = setTimeout(
			() => {
				this.#soon = undefined;
				this.#look();
			},
			Math.max(LOOK_SOON_MS, settles),
		);
	}

	get #isWanted(): boolean {
		return this.#wishes !== undefined && (this.#wishes.settings.notify.desktop || this.#wishes.webhook !== undefined);
	}

	#look(): void {
		const { clock, signal } = this.#options;
		if (!this.#isWanted || this.#looking !== undefined || signal.aborted || clock() - this.#startedAt < SETTLES_MS) return;
		this.#looking = this.#tell()
			.catch((error: unknown) => this.#say(error instanceof Error ? error.message : String(error)))
			.finally(() => {
				this.#looking = undefined;
			});
	}

	#say(problem: string): void {
		if (problem !== this.#problem) this.#options.onProblem(problem);
		this.#problem = problem;
	}

	async #tell(): Promise<void> {
		const wishes = this.#wishes;
		if (wishes === undefined) return;
		const { home, clock, agents, rooms } = this.#options;
		const known = await rooms();
		const own = agents();
		if (own === undefined) return;
		const now = clock();
		const before = this.#told ?? readTold(home);
		const { due, speech } = dueOf({ rooms: known, agents: own, told: before, now, ...wishes });
		this.#told = due.record;
		// Known as told before it is: what fails while it is told is not told over and over.
		if (JSON.stringify(due.record) !== JSON.stringify(before)) saveTold(home, due.record);
		if (wishes.settings.notify.desktop && !this.#options.isBrowserThere()) this.#outbox.show(messagesOf(due, speech('desktop')));
		if (wishes.webhook !== undefined) this.#outbox.post(wishes.webhook, messagesOf(due, speech('webhook')));
	}
}

interface Known extends Wishes {
	rooms: readonly WarnedRoom[];
	agents: readonly LocalAgent[];
	told: ToldAlerts;
	now: number;
}

type Place = 'desktop' | 'webhook';

/** Pure. Keys of conflicts are hashes here: nothing of what is remembered says who met whom. */
export function dueOf({ rooms, agents, told, now, settings, quiet }: Known): {
	due: Due<WaitingAgent, ToldAlerts>;
	speech: (place: Place) => Speech;
} {
	const roomOf = new Map<string, WarnedRoom>();
	const collisions = rooms.flatMap((room) =>
		openIn(room, quiet, now).map((alert) => {
			roomOf.set(alert.key, room);
			return alert;
		}),
	);
	const isHeld = isQuiet(quiet.hours, new Date(now));
	const waits = agents.filter(
		({ status, statusSince }) => status === 'waiting' && now - statusSince >= settings.notify.afterMinutes * MINUTE_MS,
	);
	const waitOf = ({ agentId, statusSince }: WaitingAgent) => ({ key: agentId, since: statusSince });
	const open = { collisions, waits };
	const due = isHeld ? heldBack<WaitingAgent, ToldAlerts>(collisions, told) : dueNow(open, told, waitOf, now);
	const record = rooms.every(({ isHeard }) => isHeard) ? due.record : withOpen(due.record, told);
	const speech = (place: Place): Speech => ({
		now,
		hasTasks: place === 'desktop',
		nameOf: ({ key, other }) => {
			const room = roomOf.get(key);
			return place === 'desktop' || room?.mayName === true ? room?.nameOf(other.operatorId) : undefined;
		},
	});
	return { due: { ...due, record }, speech };
}

/** What was open, and may be still. */
const withOpen = (record: ToldAlerts, { open }: ToldAlerts): ToldAlerts => ({ ...record, open: [...new Set([...record.open, ...open])] });

function openIn({ key: room, you, collisions }: WarnedRoom, quiet: Quiet, now: number): CollisionAlert[] {
	const open = openAlerts(collisions, { ...mutedIn(quiet.muted[room] ?? {}), snoozed: {} }, you, now);
	return open.map((alert) => ({ ...alert, key: sha256(`${room}\0${alert.key}`).slice(0, 32) }));
}
