/**
 * What a GitHub page is told of the room: only the repository that it shows (those that a list of pull requests names, each by itself),
 * and who is on the branch of one of its pull requests, be that in a fork; ready to draw. The content script connects
 * with `runtime.connect({ name: PAGE_PORT })` and sends `PageRequest`s; the background answers with a `PageView` of each repository at once
 * and again whenever it changes. Nothing about the page itself is sent but repositories' names, and of a pull request `PullFacts`.
 */
import type { AgentKind, TouchMode } from '../../shared/report/facts.ts';
import type { Pair } from '../../shared/room/collision-pairs.ts';
import type { ShownStatus } from '../../shared/room/freshness.ts';

export const PAGE_PORT = 'page';

/** A list of pull requests has half as many rows. */
export const WATCHED_MAX = 50;

/**
 * `repos` are canonical: `github.com/acme/api`; at most `WATCHED_MAX`. Asked again when a soft navigation changes them: those before are
 * watched no more.
 * `pull` tells which pull request the tab shows, for the side panel and for the page's own marks where its branch is in a fork, and
 * `undefined` that it shows none any more; said again whenever more of it is known. It stays inside the extension.
 */
export type PageRequest =
	| { type: 'watch'; repos: string[] }
	| { type: 'pull'; pull: PullFacts | undefined }
	| { type: 'open-panel'; focus?: { path?: string; agentKey?: string } };

/**
 * How it is known which branch a pull request is of, the better the later: from its page's header, from the data that its page was drawn
 * from, from GitHub's API.
 */
export const PULL_SOURCES = ['header', 'payload', 'api'] as const;
export type PullSource = (typeof PULL_SOURCES)[number];

/** What a page knows of the pull request that it shows. A compare page has no number. */
export interface PullFacts {
	repo: string;
	number: number | undefined;
	/** Branch names; the head's repository where it is another one, a fork. */
	base: string | undefined;
	head: string | undefined;
	headRepo: string | undefined;
	/** What of the page names the head; `undefined` where it is not known. */
	source: Exclude<PullSource, 'api'> | undefined;
	/** SHA-256 hex digests of its files' paths, as GitHub names their blocks, old ones of renamed files included; empty while unknown. At most 3,000. */
	files: string[];
	/** GitHub's page was not understood: no marks on it, and the panel says so. */
	isUnmarked: boolean;
}

export interface PagePerson {
	operatorId: string;
	name: string;
	color: string;
	isYou: boolean;
}

export interface PageAgent {
	key: string;
	operatorId: string;
	kind: AgentKind;
	status: ShownStatus;
	/** Of this machine, and the room does not hear of it: whoever looks here is the only one who sees it. */
	isPrivate: boolean;
	/** Times here are this machine's clock, ms. */
	statusSince: number;
	task: string | undefined;
	branch: string | undefined;
	/** The fork's slug where it differs from the repository. */
	head: string | undefined;
	/** The pull request that its branch belongs to, where a page has shown which one that is. */
	pull: number | undefined;
}

export interface PagePair extends Pair {
	/** An open conflict that involves the viewer: the only red one. */
	isAlarming: boolean;
	/** Since when the machine of whom it tells first is away. */
	offlineSince: { one: number | undefined; other: number | undefined };
}

/** A path has one for each repository that agents touch it in: what is done in a fork's collides with nobody in the other. */
export interface PageFile {
	path: string;
	/** The worst two in it; of several, mine. Times are this machine's clock. Absent: nobody meets anybody. */
	pair: PagePair | undefined;
	/** Newest first; `agentKey` names a `PageAgent`. */
	contenders: { agentKey: string; mode: TouchMode; at: number }[];
}

/** `not-allowed`: a person has taken the extension's access to this host back. */
export type PageView =
	| { type: 'unavailable'; repo: string; reason: 'no-room' | 'connecting' | 'unreachable' | 'removed' | 'deleted' | 'not-allowed' }
	| {
			type: 'room';
			room: string;
			repo: string;
			people: PagePerson[];
			agents: PageAgent[];
			files: PageFile[];
			/** Live, or the last snapshot while the relay does not answer: since when, this machine's clock. */
			staleSince: number | undefined;
	  };
