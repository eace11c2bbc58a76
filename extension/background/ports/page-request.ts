/** The door for what pages ask: content scripts run in processes that GitHub's pages share. */
import { z } from 'zod';
import { type PageRequest, WATCHED_MAX } from '../../contract/page-view.ts';
import { pullFacts } from '../../contract/pull.ts';

const text = z.string().max(1_000);

export const pageRequest = z.discriminatedUnion('type', [
	z.object({ type: z.literal('watch'), repos: z.array(text).max(WATCHED_MAX) }),
	z
		.object({ type: z.literal('pull'), pull: pullFacts.optional() })
		.transform(({ type, pull }) => ({ type, pull: pull === undefined ? undefined : { ...noFacts, ...pull } })),
	z.object({ type: z.literal('open-panel'), focus: z.object({ path: text.optional(), agentKey: text.optional() }).optional() }),
]) satisfies z.ZodType<PageRequest>;

/** JSON leaves out what is undefined. */
const noFacts = { number: undefined, base: undefined, head: undefined, headRepo: undefined, source: undefined };

/**
 * The host that a tab's page is of, as the browser says: the page itself is not asked. `undefined` where it is none that the marks are
 * made for: they are put on pages over TLS alone. Firefox tells the origin from 126 on, the address always.
 */
export function hostOf(sender: { url?: string | undefined; origin?: string | undefined } | undefined): string | undefined {
	const address = sender?.origin ?? sender?.url ?? '';
	if (!URL.canParse(address)) return undefined;
	const { protocol, hostname } = new URL(address);
	return protocol === 'https:' ? hostname : undefined;
}

/** `undefined` where it is no request, or one about repositories of another host than the page's own. */
export function requestOf(message: unknown, host: string): PageRequest | undefined {
	const asked = pageRequest.safeParse(message).data;
	return asked !== undefined && reposIn(asked).every((repo) => isOn(host, repo)) ? asked : undefined;
}

function reposIn(asked: PageRequest): string[] {
	if (asked.type === 'watch') return asked.repos;
	if (asked.type === 'open-panel' || asked.pull === undefined) return [];
	return [asked.pull.repo, ...(asked.pull.headRepo === undefined ? [] : [asked.pull.headRepo])];
}

/** `github.com/acme/api` is on github.com. Names of hosts know no case. */
const isOn = (host: string, repo: string): boolean => repo.toLowerCase().startsWith(`${host.toLowerCase()}/`);
