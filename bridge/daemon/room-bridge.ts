/** One room that the bridge serves: its socket, its scope and key, and what is reported to it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { roomKeyOf } from '../../shared/alerts/quiet.ts';
import { agentApi } from '../../shared/api/agent.ts';
import type { Refusal } from '../../shared/refusal.ts';
import { openRoomSocket, type RoomSocket, refusalOf } from '../../shared/relay.ts';
import type { Policy } from '../../shared/report/facts.ts';
import { bothAllow, OPEN_POLICY } from '../../shared/report/policy.ts';
import { alertsOf } from '../../shared/room/collision-pairs.ts';
import { type SealedEvent, sealedEvent } from '../../shared/room/events.ts';
import type { WarnedRoom } from '../attention/attention.ts';
import { wayTo } from '../base/way-out/way-out.ts';
import type { LivingAgents } from '../changes/living-agents.ts';
import { Meetings } from '../changes/meetings.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import { Push } from '../report/push.ts';
import { isShared, resolveSharedPaths, type SharedRoots } from '../report/scope.ts';
import { type SharedAgent, sharedAgent } from '../report/shared-agent.ts';
import type { Wire } from '../report/wire.ts';
import type { RoomConfig } from '../rooms/config.ts';
import { failureOf, parseAnswer } from '../rooms/relay-answer.ts';
import { roomKey } from '../rooms/room-key.ts';
import { recallRoom, rememberRoom } from '../rooms/room-memory.ts';
import { DEFAULT_SETTINGS, type Settings } from '../rooms/settings.ts';
import type { KnownAgent } from '../warn/known-agent.ts';
import { plainName } from '../warn/plain-name.ts';
import { Neighbours } from './neighbours.ts';
import { RoomNames } from './room-names.ts';

/** Events of a room's bridge, for the log. Never a payload. */
export type RoomBridgeEvent =
	| { type: 'connected' | 'unreachable' | 'deleted'; room: string; server: string }
	| { type: 'sharing'; room: string; agents: number }
	/** The relay said no; `isOver` where trying again is useless. */
	| { type: 'refused'; room: string; refusal: Refusal; isOver: boolean }
	| { type: 'fault'; room: string; fault: string };

export interface RoomBridgeOptions {
	config: RoomConfig;
	home: string;
	/** Where this machine's living changes are. */
	living: Pick<LivingAgents, 'changeOf' | 'contents' | 'blob' | 'attend'>;
	clock: () => number;
	signal: AbortSignal;
	onEvent: (event: RoomBridgeEvent) => void;
	/** Something that others do has changed. */
	onNeighbours: () => void;
}

/** Whose names the relay does not say in time is not named. */
const NAMES_WITHIN_MS = 2_000;
/** So many repositories are asked after although no session file names them yet. */
const BEGUN_MAX = 5;
/** An answer that takes longer makes us ask whether the socket is alive. */
const SLOW_ANSWER_MS = 10_000;

export class RoomBridge {
	readonly room: string;
	readonly server: string;
	readonly #options: RoomBridgeOptions;
	readonly #push: Push;
	readonly #socket: RoomSocket;
	readonly #neighbours: Neighbours;
	readonly #names: RoomNames;
	readonly #meetings: Meetings;
	/** Repositories that somebody has just begun to work in, newest first: no session file says so yet. */
	#begun: readonly string[] = [];
	#config: RoomConfig;
	#settings: Settings = DEFAULT_SETTINGS;
	#policy: Policy = OPEN_POLICY;
	#roots: SharedRoots | undefined;
	/** `undefined` until this machine's sessions were read: only then is anything said. */
	#agents: readonly LocalAgent[] | undefined;
	#sharing = -1;
	#state: 'connecting' | 'connected' | 'closed' = 'connecting';
	/** The user was told that the relay does not answer. */
	#isUnreachable = false;
	#refusal: Refusal | undefined;

	constructor(options: RoomBridgeOptions) {
		const { config, clock, signal } = options;
		this.#options = options;
		this.#config = config;
		this.room = config.room;
		this.server = config.server;
		this.#push = new Push({
			key: roomKey(config),
			clock,
			pace: () => performance.now(),
			signal,
			onRefusal: (refusal) => this.#refused(refusal, false),
			onFault: (fault) => this.#emit({ type: 'fault', room: this.room, fault }),
		});
		this.#socket = openRoomSocket({
			server: wayTo(config.server),
			room: config.room,
			credential: config.credential,
			onState: (state, refusal) => this.#onState(state, refusal),
			onUnreachable: () => this.#onUnreachable(),
		});
		const onError = (error: unknown) => this.#onError(error);
		const { home } = options;
		this.#names = new RoomNames(config.server, this.#socket.client, onError);
		this.#neighbours = new Neighbours({
			socket: this.#socket,
			clock,
			key: roomKey(config),
			memory: { recall: (state) => recallRoom(home, config, state), keep: (state) => rememberRoom(home, config, state) },
			onChange: (changes) => {
				if (this.#meetings.concern(changes)) this.#update();
				options.onNeighbours();
			},
			onError,
		});
		this.#meetings = new Meetings({
			living: options.living,
			operatorId: config.operatorId,
			onChange: () => this.#update(),
			onError: (error) => this.#emit({ type: 'fault', room: this.room, fault: this.#wordsOf(error) }),
		});
		const watch = this.#socket.client.room.watch.subscribe(
			{ as: 'bridge' },
			{ onData: (event) => this.#receive(event), onError: (error) => this.#onError(error) },
		);
		signal.addEventListener(
			'abort',
			() => {
				watch.unsubscribe();
				this.#neighbours.close();
				this.#socket.close();
			},
			{ once: true },
		);
	}

	get state(): 'connecting' | 'connected' | 'closed' {
		return this.#state;
	}

	/** The last thing that the relay refused since the connection began. */
	get refusal(): Refusal | undefined {
		return this.#refusal;
	}

	/** How many agents are reported to the room. */
	get sharing(): number {
		return Math.max(0, this.#sharing);
	}

	/** Takes effect at once: what is no longer shared leaves the room. */
	async configure(config: RoomConfig, settings: Settings): Promise<void> {
		const roots = await resolveSharedPaths(config.sharedPaths, this.#options.home);
		this.#config = config;
		this.#settings = settings;
		this.#roots = roots;
		this.#push.pause(settings.paused);
		this.#update();
	}

	/** Everything that this machine knows, newest first. */
	show(agents: readonly LocalAgent[]): void {
		this.#agents = agents;
		this.#update();
	}

	/** After the machine slept: is the socket still there? */
	wake(): void {
		this.#socket.ping();
	}

	peek(): ReturnType<Push['peek']> & { sharedPaths: string[] } {
		return { ...this.#push.peek(), sharedPaths: this.#config.sharedPaths };
	}

	/** Somebody works in a repository: what others do there is asked for, where it is shared. Resolves when the room has said it. */
	async attend(root: string, repo: string): Promise<void> {
		if (this.#roots === undefined || this.#settings.paused || !isShared({ root, repo }, this.#roots)) return;
		if (this.#begun[0] !== repo) {
			this.#begun = [repo, ...this.#begun.filter((each) => each !== repo)].slice(0, BEGUN_MAX);
			this.#update();
		}
		if (this.#state !== 'connected') return;
		await this.#neighbours.answered();
		await this.#names.learn([...this.#neighbours.agents()].map(({ operatorId }) => operatorId));
	}

	/** Others' agents in a repository, as agents of this machine may hear of them. `own`: those that this machine reports. */
	*others(repo: string, own: ReadonlySet<string>): Iterable<KnownAgent> {
		const { operatorId } = this.#config;
		const whos = new Map<string, string>([[operatorId, 'you']]);
		for (const agent of this.#neighbours.agents()) {
			if (agent.repo !== repo || (agent.operatorId === operatorId && own.has(agent.agentId))) continue;
			const who = whos.get(agent.operatorId) ?? plainName(this.#names.of(agent.operatorId) ?? '');
			whos.set(agent.operatorId, who);
			const person = `${this.room}/${agent.operatorId}`;
			yield { who, person, isAway: this.#neighbours.isAway(agent), ahead: this.#neighbours.ahead, facts: agent };
		}
	}

	/** What this operator is to be warned of there. */
	async warned(): Promise<WarnedRoom> {
		const { operatorId } = this.#config;
		const collisions = this.#neighbours.collisions(this.#options.clock(), operatorId);
		const met = alertsOf(collisions, operatorId).map(({ other }) => other.operatorId);
		if (met.length > 0 && this.#state === 'connected') await Promise.race([this.#names.learn(met), sleep(NAMES_WITHIN_MS)]);
		return {
			key: roomKeyOf(this.#config),
			you: operatorId,
			collisions,
			isHeard: this.#state === 'connected' && this.#neighbours.isHeard,
			nameOf: (id) => this.#names.of(id),
			mayName: bothAllow(this.#policy, this.#settings.shares).names,
		};
	}

	/** All changes of this machine that meet another's, as its own bridge found. */
	meeting(): ReturnType<Meetings['meeting']> {
		return this.#meetings.meeting();
	}

	/** The agents whose lines a change of this machine's agent meets. */
	met(agentId: string, path: string): readonly string[] {
		return this.#meetings.met(agentId, path);
	}

	#update(): void {
		const roots = this.#roots;
		if (roots === undefined || this.#agents === undefined) return;
		const allowed = bothAllow(this.#policy, this.#settings.shares);
		const shared = this.#agents.filter((agent) => isShared(agent, roots)).flatMap((agent) => sharedAgent(agent, allowed) ?? []);
		this.#push.share(this.#compared(shared, allowed.lines));
		const sharing = this.#settings.paused ? 0 : shared.length;
		if (sharing !== this.#sharing && !this.#settings.paused) this.#emit({ type: 'sharing', room: this.room, agents: sharing });
		this.#sharing = sharing;
	}

	/** Where others' changes live in the same files, with which lines they change and whose they meet. */
	#compared(shared: readonly SharedAgent[], hasLines: boolean): readonly SharedAgent[] {
		// Others are remembered also where lines are not compared.
		const followed = [...this.#begun, ...shared.map(({ repo }) => repo)];
		this.#neighbours.follow(this.#settings.paused ? [] : [...new Set(followed)]);
		if (!hasLines || this.#settings.paused) this.#meetings.stop();
		// Before the room has said its policy nothing is compared; while it cannot be reached, what was found stands.
		else if (this.#state === 'connected') this.#meetings.judge(shared, [...this.#neighbours.agents()]);
		return this.#meetings.told(shared);
	}

	#onState(state: 'connecting' | 'open' | 'closed', refusal: Refusal | undefined): void {
		if (state === 'open') return; // The room's first event says more: it brings the policy.
		this.#push.disconnected();
		this.#state = state === 'closed' ? 'closed' : 'connecting';
		if (refusal !== undefined) this.#refused(refusal, state === 'closed');
	}

	#onUnreachable(): void {
		if (this.#isUnreachable) return;
		this.#isUnreachable = true;
		this.#emit({ type: 'unreachable', room: this.room, server: this.server });
	}

	#refused(refusal: Refusal, isOver: boolean): void {
		this.#refusal = refusal;
		this.#emit({ type: 'refused', room: this.room, refusal, isOver });
	}

	#receive(arrived: unknown): void {
		const event = sealedEvent.safeParse(arrived).data;
		if (event === undefined) this.#emit({ type: 'fault', room: this.room, fault: 'The relay told what this version does not understand.' });
		else this.#onRoom(event);
	}

	#onRoom(event: SealedEvent): void {
		switch (event.type) {
			case 'resync':
				this.#push.connected(this.#newWire());
				break;
			case 'policy':
				this.#policy = event.policy;
				this.#update();
				if (this.#state !== 'connected') this.#connected();
				break;
			case 'deleted':
				this.#emit({ type: 'deleted', room: this.room, server: this.server });
				break;
			default: // What other members do is no affair of a bridge.
		}
	}

	/** The policy is the first that a relay says on each connection. */
	#connected(): void {
		this.#push.connected(this.#newWire());
		this.#state = 'connected';
		this.#update();
		this.#names.doubt();
		this.#isUnreachable = false;
		this.#refusal = undefined;
		this.#emit({ type: 'connected', room: this.room, server: this.server });
	}

	#onError(error: unknown): void {
		const reason = refusalOf(error);
		if (reason === 'unreachable') return;
		if (reason !== undefined) this.#refused(reason, true);
		else this.#emit({ type: 'fault', room: this.room, fault: this.#wordsOf(error) });
	}

	#wordsOf(error: unknown): string {
		return (failureOf(this.server, error) ?? (error instanceof Error ? error : new Error(String(error)))).message;
	}

	/** A new object for each connection: an answer that comes late knows that it is. */
	#newWire(): Wire {
		const { client } = this.#socket;
		return {
			report: async (input) => parseAnswer(this.server, agentApi.report.out, await this.#withPing(client.agent.report.mutate(input))),
			beat: () => this.#withPing(client.agent.beat.mutate()),
			refusalOf,
			wordsOf: (error) => this.#wordsOf(error),
		};
	}

	async #withPing<Answer>(answer: Promise<Answer>): Promise<Answer> {
		const timer = setTimeout(() => this.#socket.ping(), SLOW_ANSWER_MS);
		try {
			return await answer;
		} finally {
			clearTimeout(timer);
		}
	}

	#emit(event: RoomBridgeEvent): void {
		if (!this.#options.signal.aborted) this.#options.onEvent(event);
	}
}
