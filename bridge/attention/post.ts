/**
 * Tells a webhook. Over TLS alone and straight to it: where it would send us elsewhere we do not go. Its answer is its status, and nothing
 * of what it says is read. What failed is tried again a few times, ever later. SPEC N4.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { wayTo } from '../base/way-out/way-out.ts';
import { causeOf } from '../rooms/unreachable-cause.ts';
import type { Message } from './message.ts';
import { SHAPES } from './shapes/index.ts';
import type { Webhook } from './webhook.ts';

/** In words that hold neither the address nor anything that was answered. */
export type Posted = { is: 'sent' } | { is: 'failed'; why: string; mayPass: boolean };

const ANSWERS_WITHIN_MS = 10_000;
const AGAIN_AFTER_MS = [2_000, 10_000, 60_000];

/** Whether its server answers at all, to a question that posts nothing; undefined where it does. */
export async function whyUnreached({ address }: Webhook, signal: AbortSignal): Promise<string | undefined> {
	const answer = await ask(address, { method: 'HEAD' }, signal);
	return typeof answer === 'number' ? undefined : answer.why;
}

export async function postOnce({ shape, address }: Webhook, message: Message, signal: AbortSignal): Promise<Posted> {
	const { headers, body } = SHAPES[shape].request(message);
	const answer = await ask(address, { method: 'POST', headers, body }, signal);
	return typeof answer === 'number' ? postedBy(answer) : { is: 'failed', ...answer, mayPass: true };
}

/** Its status, or why there is none. */
async function ask(address: string, request: RequestInit, signal: AbortSignal): Promise<number | { why: string }> {
	const patience = AbortSignal.timeout(ANSWERS_WITHIN_MS);
	try {
		const response = await fetch(wayTo(address), { ...request, redirect: 'manual', signal: AbortSignal.any([signal, patience]) });
		await response.body?.cancel();
		return response.status;
	} catch (error) {
		// An error of fetch may hold the address: of it only what has words of ours is said.
		return { why: causeOf(error)?.what ?? (patience.aborted ? 'it does not answer in time' : 'it cannot be reached') };
	}
}

function postedBy(status: number): Posted {
	if (status >= 200 && status < 300) return { is: 'sent' };
	if (status >= 300 && status < 400) return { is: 'failed', why: 'it sends elsewhere, where nothing is told', mayPass: false };
	const isGone = status === 401 || status === 403 || status === 404 || status === 410;
	const why = isGone ? `it knows the address no longer (HTTP ${status})` : `it does not take it (HTTP ${status})`;
	return { is: 'failed', why, mayPass: status === 408 || status === 429 || status >= 500 };
}

/** With patience; `sent`, or why the last attempt failed. */
export async function post(webhook: Webhook, message: Message, signal: AbortSignal): Promise<Posted> {
	let posted = await postOnce(webhook, message, signal);
	for (const wait of AGAIN_AFTER_MS) {
		if (posted.is === 'sent' || !posted.mayPass || !(await waited(wait, signal))) return posted;
		posted = await postOnce(webhook, message, signal);
	}
	return posted;
}

/** False where the signal ended it. */
const waited = (ms: number, signal: AbortSignal): Promise<boolean> => sleep(ms, true, { signal }).catch(() => false);
