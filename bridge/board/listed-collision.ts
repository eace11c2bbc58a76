/** A collision as `pylon status --json` and `pylon collisions --json` print it, and the board draws it. Ages are ms. */
import { z } from 'zod';
import { operatorId } from '../../shared/names.ts';
import { ageAt } from '../../shared/report/clock.ts';
import { age, agentId, agentKind } from '../../shared/report/report.ts';
import { type Collision, type Contender, LEVELS, VERDICTS } from '../../shared/room/collisions.ts';
import { agentKey, type RoomState } from '../../shared/room/fold.ts';
import { freshness } from '../../shared/room/freshness.ts';
import { parseSpans } from '../../shared/room/spans.ts';

const contender = z.strictObject({
	operatorId,
	operatorName: z.string(),
	agentId,
	kind: agentKind.nullable().describe('null where it has vanished'),
	isWorking: z.boolean(),
	mode: z.enum(['edit', 'read']).describe('edit: its change is alive; read: it read the file within 30 minutes'),
	age: age.describe('since it last did so'),
	branch: z.string().nullable(),
	worktree: z.string().nullable().describe('the same for agents in one worktree'),
	lines: z
		.strictObject({ base: z.string(), spans: z.array(z.tuple([z.int(), z.int()])) })
		.nullable()
		.describe('half lines of the base’s blob: line n is 2n, what is inserted after it 2n + 1'),
});

export const listedCollision = z.strictObject({
	repo: z.string(),
	path: z.string(),
	level: z.enum(LEVELS),
	isOwn: z.boolean().describe('between worktrees of your own'),
	contenders: z.array(contender).describe('newest first'),
	compared: z.array(z.strictObject({ one: agentId, other: agentId, verdict: z.enum(VERDICTS) })).describe('whose lines meet'),
});
export type ListedCollision = z.infer<typeof listedCollision>;

export function listCollision(
	state: RoomState,
	{ repo, path, level, isOwn, contenders, compared }: Collision,
	relayNow: number,
): ListedCollision {
	return {
		repo,
		path,
		level,
		isOwn,
		contenders: contenders.map((each) => listContender(state, each, relayNow)),
		compared: compared.map(({ one, other, verdict }) => ({ one: one.agentId, other: other.agentId, verdict })),
	};
}

function listContender(state: RoomState, { operatorId, agentId, mode, at, branch, worktree, lines }: Contender, relayNow: number) {
	const agent = state.agents.get(agentKey({ operatorId, agentId }));
	const spans = lines === undefined ? undefined : parseSpans(lines);
	return {
		operatorId,
		operatorName: state.operators.get(operatorId)?.name ?? operatorId,
		agentId,
		kind: agent?.kind ?? null,
		isWorking: agent?.status === 'working' && freshness(state, agent, relayNow) === 'live',
		mode,
		age: ageAt(at, relayNow),
		branch: branch ?? null,
		worktree: worktree ?? null,
		lines: spans === undefined ? null : { base: spans.base, spans: spans.spans.map(([from, to]): [number, number] => [from, to]) },
	};
}
