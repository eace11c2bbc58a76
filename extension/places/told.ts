/** What the marks say of a room's files: made once for each view of the room, and drawn as often as the page asks. */
import { type CollisionWords, collisionWords } from '../../shared/words.ts';
import type { PageAgent, PageFile, PagePerson, PageView } from '../live/page-view.ts';

export type RoomView = Extract<PageView, { type: 'room' }>;
export type Severity = PageFile['severity'];

/** One agent in the file. */
export interface ToldAgent {
	person: PagePerson;
	agent: PageAgent;
	mode: 'edit' | 'read';
	at: number;
}

/** One file, and those in it, newest first. */
export interface Told extends CollisionWords {
	severity: Severity;
	people: PagePerson[];
	agents: ToldAgent[];
	staleSince: number | undefined;
	now: number;
}

/** By path. A file whose agents are all unknown is left out. */
export function tell(view: RoomView, now: number): ReadonlyMap<string, Told> {
	const people = new Map(view.people.map((person) => [person.operatorId, person]));
	const agents = new Map(view.agents.map((agent) => [agent.key, agent]));
	const told = new Map<string, Told>();
	for (const file of view.files) {
		const inFile = file.contenders.flatMap(({ agentKey, mode, at }): ToldAgent[] => {
			const agent = agents.get(agentKey);
			const person = agent && people.get(agent.operatorId);
			return agent && person ? [{ person, agent, mode, at }] : [];
		});
		if (inFile.length > 0) told.set(file.path, tellFile(file, inFile, view, now));
	}
	return told;
}

function tellFile(file: PageFile, agents: ToldAgent[], view: RoomView, now: number): Told {
	// Of a file that nobody else is in, the words name everyone, the viewer too.
	const you = file.severity === 'touched' ? undefined : view.people.find((person) => person.isYou);
	const words = collisionWords(
		{
			repo: view.repo,
			path: file.path,
			severity: file.severity === 'note' || file.severity === 'touched' ? 'note' : 'collision',
			contenders: agents.map(({ agent, mode, at }) => ({ operatorId: agent.operatorId, agentId: agent.key, mode, at })),
		},
		{
			you: you?.operatorId ?? '',
			nameOf: (operatorId) => agents.find(({ person }) => person.operatorId === operatorId)?.person.name ?? '',
			kindOf: ({ agentId }) => agents.find(({ agent }) => agent.key === agentId)?.agent.kind,
		},
		now,
	);
	return {
		...words,
		severity: file.severity,
		people: [...new Set(agents.map(({ person }) => person))],
		agents,
		staleSince: view.staleSince,
		now,
	};
}
