/** What is left out of the view that is stored, where the browser does not take all of it. Pure; each leaves out more than the one before. */
import { involves } from '../../../shared/room/collisions.ts';
import type { Agent } from '../../../shared/room/events.ts';
import { agentKey } from '../../../shared/room/fold.ts';
import type { Snapshot } from '../../contract/received-event.ts';
import type { SurfaceView } from '../../contract/surface-view.ts';
import { RoomModel } from '../../room/room-model.ts';

type Trim = (view: SurfaceView) => SurfaceView;

const TOUCHES_BRIEF = 5;

/** Of others' agents only what a row shows; of pull requests not their files. */
const brief: Trim = (view) => {
	const { snapshot } = view;
	if (snapshot === undefined) return part(view);
	const mine = mineIn(snapshot);
	return {
		...part(view),
		snapshot: { ...snapshot, agents: snapshot.agents.map((agent) => (mine.has(agentKey(agent)) ? agent : briefly(agent))) },
	};
};

/** My own agents and those that they collide with: what badge and warnings are about. */
const mineOnly: Trim = (view) => {
	const { snapshot } = view;
	if (snapshot === undefined) return part(view);
	const mine = mineIn(snapshot);
	return { ...part(view), feed: [], snapshot: { ...snapshot, agents: snapshot.agents.filter((agent) => mine.has(agentKey(agent))) } };
};

const noRoom: Trim = (view) => ({ ...part(view), own: undefined, feed: [], seen: [], snapshot: undefined, heardAt: 0 });

export const TRIMS: readonly Trim[] = [(view) => view, brief, mineOnly, noRoom];

const part: Trim = (view) => ({
	...view,
	isPart: true,
	pulls: Object.fromEntries(Object.entries(view.pulls).map(([tab, pull]) => [tab, { ...pull, files: [] }])),
});

function briefly({ plan: _, ...agent }: Agent): Agent {
	return { ...agent, touches: agent.touches.slice(0, TOUCHES_BRIEF) };
}

function mineIn(snapshot: Snapshot): Set<string> {
	const model = new RoomModel();
	model.apply({ event: snapshot, heardAt: snapshot.at });
	const met = model.collisions(snapshot.at).filter((collision) => involves(collision, snapshot.you));
	const mine = snapshot.agents.filter((agent) => agent.operatorId === snapshot.you);
	return new Set([...mine.map(agentKey), ...met.flatMap(({ contenders }) => contenders.map(agentKey))]);
}
