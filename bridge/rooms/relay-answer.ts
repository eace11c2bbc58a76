/** Calls to the relay whose failures are the user's to read. */
import type { z } from 'zod';
import { callRelay, type RelayAddress, type RelayClient, refusalOf, unknownRefusal } from '../../shared/relay.ts';
import { EXIT, hostOf, refusedError, UserError, unreachableError } from '../base/user-error.ts';
import { wayTo } from '../base/way-out/way-out.ts';
import { causeOf } from './unreachable-cause.ts';

export const relayOf = ({ server, room, credential }: RelayAddress): RelayClient => callRelay({ server: wayTo(server), room, credential });

/** The answer, or a `UserError` that says why there is none. Who gave up waiting is not kept: the signal's reason is thrown at once. */
export async function answerOf<Answer>(server: string, call: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
	try {
		return await unlessAborted(call, signal);
	} catch (error) {
		const reason = refusalOf(error);
		if (reason === undefined) throw failureOf(server, error) ?? error;
		if (reason !== 'unreachable') throw refusedError(reason);
		throw isNotJson(error) ? notRelayError(server) : unreachableError(server, causeOf(error));
	}
}

/** What an answer is that says no without a reason that Pylon knows. Its own words are not shown: nobody knows whose they are. */
export function failureOf(server: string, error: unknown): UserError | undefined {
	const unknown = unknownRefusal(error);
	if (unknown === undefined) return undefined;
	return unknown.name === undefined
		? new UserError(`The relay at ${hostOf(server)} failed.`, 'Try again; its log says why to whoever runs it.', EXIT.refused)
		: new UserError(
				`The relay at ${hostOf(server)} says no for a reason that is new to this Pylon: ${unknown.name}.`,
				'Update Pylon.',
				EXIT.refused,
			);
}

/** Something answered, and not in JSON. */
const isNotJson = (error: unknown): boolean => error instanceof Error && error.cause instanceof SyntaxError;

const notRelayError = (server: string): UserError =>
	new UserError(`${hostOf(server)} answers, but not as a relay.`, `Check the address: ${server}`, EXIT.unreachable);

/** What is shown or kept of an answer, and nothing else of it. */
export const answerAs = async <Out>(server: string, shape: z.ZodType<Out>, call: Promise<unknown>, signal: AbortSignal): Promise<Out> =>
	parseAnswer(server, shape, await answerOf(server, call, signal));

export function unlessAborted<Answer>(call: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const abort = () => reject(signal.reason);
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort, { once: true });
		call.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
	});
}

/** What is kept or shown of an answer is looked at first: a relay may be another than it should be. */
export function parseAnswer<Out>(server: string, schema: z.ZodType<Out>, answer: unknown): Out {
	const parsed = schema.safeParse(answer);
	if (parsed.success) return parsed.data;
	throw new UserError(
		`The relay at ${hostOf(server)} answers what Pylon did not ask for (${parsed.error.issues[0]?.path.join('.') ?? ''}).`,
		'Check the address; if it is right, Pylon and the relay may be of different versions.',
		EXIT.unreachable,
	);
}
