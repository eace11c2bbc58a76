/** What a GitHub page may see of the room: its repository, and who is on its pull request's branch. Ready to draw. Pure. */

import { fileKey, openAlerts } from '../../../shared/alerts/open-alerts.ts';
import { isEdit } from '../../../shared/report/facts.ts';
import { type Pair, pairsOf } from '../../../shared/room/collision-pairs.ts';
import { rank } from '../../../shared/room/collisions.ts';
import type { Agent } from '../../../shared/room/events.ts';
import { agentKey } from '../../../shared/room/fold.ts';
import { freshness, shownSince, shownStatus } from '../../../shared/room/freshness.ts';
import type { AlertRecord } from '../../contract/alert-record.ts';
import type { PageAgent, PageFile, PagePair, PagePerson, PageView } from '../../contract/page-view.ts';
import type { Pull, SeenPull } from '../../contract/pull.ts';
import type { Connection } from '../../contract/surface-view.ts';
import { keyOf } from '../../room/alerts.ts';
import { namesIn } from '../../room/names-in.ts';
import { type PrivateAgent, privateAgents, withPrivate } from '../../room/own/own-agents.ts';
import { collisionsBeside } from '../../room/own/own-collisions.ts';
import { isOnPull } from '../../room/pull/pull-branch.ts';
import { isUnresponsive } from '../../room/relay-delay.ts';
import type { RoomModel } from '../../room/room-model.ts';

/** Who was in a file yesterday says nothing about today. */
const TOUCH_SHOWN_MS = 12 * 60 * 60_000;

export interface Shown {
	model: RoomModel;
	/** This machine's agents, beside the room. */
	own?: RoomModel | undefined;
	connection: Connection;
	alerts: AlertRecord;
	/** Which pull request a branch belongs to, as far as pages have shown it. */
	seen: SeenPull[];
}

export interface ShownPage {
	repo: string;
	/** What the tab shows, or showed a moment ago: a page tells its address before what is on it. */
	pull: Pull | undefined;
}

type Unavailable = Extract<PageView, { type: 'unavailable' }>;

export const unavailable = ({ repo }: Pick<ShownPage, 'repo'>, reason: Unavailable['reason']): PageView => ({
	type: 'unavailable',
	repo,
	reason,
});

export function pageViewOf(shown: Shown | undefined, page: ShownPage, now: number): PageView {
	if (shown === undefined || shown.connection.type === 'none') return unavailable(page, 'no-room');
	const { model, connection } = shown;
	if (connection.type === 'refused') {
		return unavailable(page, connection.refusal === 'room-unknown' ? 'deleted' : 'removed');
	}
	if (model.heardAt === 0) return unavailable(page, 'connecting');
	const privates = shown.own === undefined ? [] : privateAgents(shown.own, model, now);
	const agents = agentsOn(shown, privates, page, now);
	const files = filesOf(
		shown,
		agents.filter((agent) => isHere(agent, page)),
		privates,
		now,
	);
	return {
		type: 'room',
		room: model.state.room,
		repo: page.repo,
		people: peopleOf(model, agents, files),
		agents: agents.map((agent) => pageAgent(shown, page.repo, agent, statusIn(model, privates, agent, now))),
		files,
		staleSince: isUnresponsive(connection, now) ? model.heardAt : undefined,
	};
}

/** In name only: GitHub's repository names know no case. */
const isRepo = (repo: string, other: string): boolean => repo.toLowerCase() === other.toLowerCase();

/** An agent whose clone knows only the fork is in the fork's repository, and yet on this one's pull request. */
const isHere = (agent: Agent, { repo, pull }: ShownPage): boolean =>
	isRepo(agent.repo, repo) || (pull !== undefined && isRepo(pull.repo, repo) && isOnPull(agent, pull));

/** A list has pull requests of forks, too: whoever is on the branch of one is told of without their files, which are the fork's. */
function agentsOn({ model, seen }: Shown, privates: readonly PrivateAgent[], page: ShownPage, now: number): Agent[] {
	const pulls = seen.filter((pull) => isRepo(pull.repo, page.repo));
	const isThere = (agent: Agent) => freshness(model.state, agent, model.relayTime(now)) !== 'vanished';
	const all = [...[...model.state.agents.values()].filter(isThere), ...privates.map(({ agent }) => agent)];
	return all.filter((agent) => isHere(agent, page) || pulls.some((pull) => isOnPull(agent, pull)));
}

/** Whose machine went away long ago has no agent any more, and may yet be met. */
function peopleOf({ state }: RoomModel, agents: Agent[], files: PageFile[]): PagePerson[] {
	const met = files.flatMap(({ pair }) => (pair === undefined ? [] : [pair.one, pair.other]));
	return [...new Set([...agents, ...met].map(({ operatorId }) => operatorId))].flatMap((operatorId) => {
		const operator = state.operators.get(operatorId);
		return operator === undefined ? [] : [{ operatorId, name: operator.name, color: operator.color, isYou: operatorId === state.you }];
	});
}

type Standing = Pick<PageAgent, 'status' | 'statusSince' | 'isPrivate'>;

function statusIn(model: RoomModel, privates: readonly PrivateAgent[], agent: Agent, now: number): Standing {
	const known = privates.find((each) => each.agent === agent);
	if (known !== undefined) return { status: known.status, statusSince: model.localTime(known.since), isPrivate: true };
	const relayNow = model.relayTime(now);
	const since = shownSince(model.state, agent, relayNow);
	return { status: shownStatus(model.state, agent, relayNow), statusSince: model.localTime(since), isPrivate: false };
}

function pageAgent({ seen }: Shown, repo: string, agent: Agent, standing: Standing): PageAgent {
	const { operatorId, kind, task, branch } = agent;
	const head = agent.head ?? (isRepo(agent.repo, repo) ? undefined : agent.repo);
	const pull = seen.find((each) => isRepo(each.repo, repo) && isOnPull(agent, each))?.number;
	return { key: agentKey(agent), operatorId, kind, ...standing, task, branch, head, pull };
}

interface Touched {
	repo: string;
	path: string;
	contenders: PageFile['contenders'];
}

function filesOf(shown: Shown, agents: Agent[], privates: readonly PrivateAgent[], now: number): PageFile[] {
	const pairs = pairsIn(shown, privates, now);
	return [...touchedBy(shown.model, agents, now)].map(([key, { path, contenders }]) => ({
		path,
		pair: pairs.get(key),
		contenders: contenders.sort((one, other) => other.at - one.at),
	}));
}

function touchedBy(model: RoomModel, agents: Agent[], now: number): Map<string, Touched> {
	const relayNow = model.relayTime(now);
	const touched = new Map<string, Touched>();
	for (const { operatorId, agentId, repo, touches } of agents) {
		for (const { path, mode, at } of touches) {
			if (mode !== 'alive' && relayNow - at > TOUCH_SHOWN_MS) continue;
			const key = fileKey({ repo, path });
			const file = touched.get(key) ?? { repo, path, contenders: [] };
			const did = isEdit(mode) ? 'edit' : 'read';
			file.contenders.push({ agentKey: agentKey({ operatorId, agentId }), mode: did, at: model.localTime(at) });
			touched.set(key, file);
		}
	}
	return touched;
}

/** Of each file the pair that it is shown as. */
function pairsIn({ model, own, alerts }: Shown, privates: readonly PrivateAgent[], now: number): Map<string, PagePair> {
	const { you } = model.state;
	const collisions = collisionsBeside(model, own, now);
	const open = new Set(openAlerts(collisions, alerts, you, now).map(({ key }) => key));
	const { offlineSince = () => undefined } = withPrivate(namesIn(model.state, model.relayTime(now)), privates);
	const best = new Map<string, PagePair>();
	for (const pair of collisions.flatMap(pairsOf)) {
		const isAlarming = pair.level === 'conflict' && open.has(keyOf(pair)) && !alerts.mutedFiles.includes(fileKey(pair));
		const known = best.get(fileKey(pair));
		if (known !== undefined && !isWorse({ ...pair, isAlarming }, known, you)) continue;
		const since = { one: localSince(model, offlineSince(pair.one)), other: localSince(model, offlineSince(pair.other)) };
		const [one, other] = [pair.one, pair.other].map((each) => ({ ...each, worktree: undefined, at: model.localTime(each.at) }));
		best.set(fileKey(pair), { ...pair, ...({ one, other } as Pick<Pair, 'one' | 'other'>), isAlarming, offlineSince: since });
	}
	return best;
}

const localSince = (model: RoomModel, at: number | undefined): number | undefined => (at === undefined ? undefined : model.localTime(at));

type Weighed = Pair & { isAlarming: boolean };

function isWorse(pair: Weighed, than: Weighed, you: string): boolean {
	const isMine = ({ one, other }: Pair) => one.operatorId === you || other.operatorId === you;
	const weight = (each: Weighed) => 4 * rank(each.level) + 2 * Number(!each.isAlarming) + Number(!isMine(each));
	return weight(pair) < weight(than);
}
