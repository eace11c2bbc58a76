/// <reference types="chrome" />
/** People whose agents GitHub's pages tell of: each is at work in some files, and now in others. */
import type { Chromium } from '../chromium.ts';
import { agentIdOf, type Draft, type Member } from '../extension/team.ts';

const MINUTE_MS = 60_000;

export class Teammate {
	readonly #member: Member;
	#sessions: string[] = [];

	constructor(member: Member) {
		this.#member = member;
	}

	/** From now on these are this person's agents, and no others. */
	async report(...agents: Draft[]): Promise<void> {
		const before = this.#sessions;
		this.#sessions = agents.map(({ session }) => session);
		if (before.length > 0) await this.#member.gone(...before);
		if (agents.length > 0) await this.#member.report(...agents);
	}
}

let agents = 0;

/** An agent at work in acme/api: `edits`, which live, and `reads` are paths with the minutes since; `meets` are sessions, by path. */
export function agentIn(
	edits: Readonly<Record<string, number>>,
	{
		reads = {},
		meets = {},
		...more
	}: Partial<Draft> & { reads?: Readonly<Record<string, number>>; meets?: Readonly<Record<string, string[]>> } = {},
): Draft {
	const touch =
		(mode: 'alive' | 'read') =>
		([path, minutes]: [string, number]) => ({ path, mode, age: Math.round(minutes * MINUTE_MS), meets: meets[path]?.map(agentIdOf) });
	const touches = [...Object.entries(edits).map(touch('alive')), ...Object.entries(reads).map(touch('read'))];
	return {
		session: `agent ${++agents}`,
		statusAge: 4 * MINUTE_MS,
		touches: touches.sort((one, other) => one.age - other.age),
		...more,
	};
}

/** Pairs the browser's extension with this person's room, as pasting a link token does. */
export async function pair(chromium: Chromium, member: Member): Promise<void> {
	const token = await member.link();
	const page = await chromium.context.newPage();
	await page.goto(`chrome-extension://${chromium.extensionId}/manifest.json`);
	const answer = await page.evaluate((pasted) => chrome.runtime.sendMessage({ type: 'pair', token: pasted }), token);
	await page.close();
	if (!(answer as { isDone: boolean }).isDone) throw new Error(`Pairing failed: ${JSON.stringify(answer)}`);
}
