/** What a GitHub page may see of the room: its repository, and who is on its pull request's branch. Ready to draw. Pure. */
import { isEdit } from '../../../shared/report/facts.ts';

import type { Collision, Contender } from '../../../shared/room/collisions.ts';
import type { Agent } from '../../../shared/room/events.ts';
import { agentKey } from '../../../shared/room/fold.ts';
import { freshness, shownSince, shownStatus } from '../../../shared/room/freshness.ts';
import type { AlertRecord } from '../../contract/alert-record.ts';
import type { PageAgent, PageFile, PagePerson, PageView } from '../../contract/page-view.ts';
import type { Pull, SeenPull } from '../../contract/pull.ts';
import type { Connection } from '../../contract/surface-view.ts';
import { fileKey, openCollisions } from '../../room/alerts.ts';
import { isOnPull } from '../../room/pull-branch.ts';
import { isUnresponsive } from '../../room/relay-delay.ts';
import type { RoomModel } from '../../room/room-model.ts';

/** Who was in a file yesterday says nothing about today. */
const TOUCH_SHOWN_MS = 12 * 60 * 60_000;

export interface Shown {
	model: RoomModel;
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

export function pageViewOf(shown: Shown | undefined, page: ShownPage, now: number): PageView {
	if (shown === undefined || shown.connection.type === 'none') return { type: 'unavailable', reason: 'no-room' };
	const { model, connection } = shown;
	if (connection.type === 'refused') {
		return { type: 'unavailable', reason: connection.refusal === 'room-unknown' ? 'deleted' : 'removed' };
	}
	if (model.heardAt === 0) return { type: 'unavailable', reason: 'connecting' };
	const agents = agentsOn(model, page, now);
	return {
		type: 'room',
		room: model.state.room,
		repo: page.repo,
		people: peopleOf(model, agents),
		agents: agents.map((agent) => pageAgent(shown, page.repo, agent, now)),
		files: filesOf(shown, agents, now),
		staleSince: isUnresponsive(connection, now) ? model.heardAt : undefined,
	};
}

/** In name only: GitHub's repository names know no case. */
const isRepo = (repo: string, other: string): boolean => repo.toLowerCase() === other.toLowerCase();

/** An agent whose clone knows only the fork is in the fork's repository, and yet on this one's pull request. */
const agentsOn = (model: RoomModel, { repo, pull }: ShownPage, now: number): Agent[] =>
	[...model.state.agents.values()].filter(
		(agent) =>
			(isRepo(agent.repo, repo) || (pull !== undefined && isRepo(pull.repo, repo) && isOnPull(agent, pull))) &&
			freshness(model.state, agent, model.relayTime(now)) !== 'vanished',
	);

function peopleOf({ state }: RoomModel, agents: Agent[]): PagePerson[] {
	return [...new Set(agents.map((agent) => agent.operatorId))].flatMap((operatorId) => {
		const operator = state.operators.get(operatorId);
		return operator === undefined ? [] : [{ operatorId, name: operator.name, color: operator.color, isYou: operatorId === state.you }];
	});
}

function pageAgent({ model, seen }: Shown, repo: string, agent: Agent, now: number): PageAgent {
	const { operatorId, kind, task, branch } = agent;
	const head = agent.head ?? (isRepo(agent.repo, repo) ? undefined : agent.repo);
	const pull = seen.find((each) => isRepo(each.repo, repo) && isOnPull(agent, each))?.number;
	const relayNow = model.relayTime(now);
	const status = shownStatus(model.state, agent, relayNow);
	const statusSince = model.localTime(shownSince(model.state, agent, relayNow));
	return { key: agentKey(agent), operatorId, kind, status, statusSince, task, branch, head, pull };
}

function filesOf({ model, alerts }: Shown, agents: Agent[], now: number): PageFile[] {
	const collisions = new Map(model.collisions(now).map((collision) => [fileKey(collision), collision]));
	const mine = new Set(openCollisions([...collisions.values()], alerts, model.state.you, now).map(fileKey));
	const relayNow = model.relayTime(now);
	const touched = new Map<string, { repo: string; path: string; contenders: Contender[] }>();
	for (const agent of agents) {
		for (const { path, mode, at } of agent.touches) {
			if (relayNow - at > TOUCH_SHOWN_MS) continue;
			const file = touched.get(fileKey({ repo: agent.repo, path })) ?? { repo: agent.repo, path, contenders: [] };
			file.contenders.push({ operatorId: agent.operatorId, agentId: agent.agentId, mode, at });
			touched.set(fileKey(file), file);
		}
	}
	return [...touched.values()].map(({ repo, path, contenders }) => ({
		path,
		severity: severityOf(collisions.get(fileKey({ repo, path })), mine.has(fileKey({ repo, path }))),
		contenders: contenders
			.sort((one, other) => other.at - one.at)
			.map((contender) => ({
				agentKey: agentKey(contender),
				mode: isEdit(contender.mode) ? 'edit' : 'read',
				at: model.localTime(contender.at),
			})),
	}));
}

function severityOf(collision: Collision | undefined, isMine: boolean): PageFile['severity'] {
	if (collision === undefined) return 'touched';
	if (isMine) return 'collision-mine';
	return collision.severity;
}
