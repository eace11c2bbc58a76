/** One call of a hook: a client's input in, its answer out. Nothing where there is nothing to say, or anything is wrong. */
import { homeIn } from '../base/home.ts';
import type { HookAnswer } from '../warn/question.ts';
import { askBridge } from './ask-bridge.ts';
import { CLIENTS, type HookKind } from './clients/index.ts';
import { type HookInput, MOMENTS, type Moment } from './hook-client.ts';
import { inquiryOf } from './inquiry-of.ts';

/** The JSON to print; undefined where that is nothing. */
export async function runHook(
	words: readonly string[],
	input: string,
	{ env, cwd, limitMs }: { env: NodeJS.ProcessEnv; cwd: string; limitMs: number },
): Promise<string | undefined> {
	const client = Object.hasOwn(CLIENTS, words[0] ?? '') ? CLIENTS[words[0] as HookKind] : undefined;
	const moment = MOMENTS.find((each): each is Moment => each === words[1]);
	const given = client && moment && inputIn(input);
	const inquiry = given && inquiryOf(client, moment, given, cwd);
	if (inquiry === undefined) return undefined;
	const answer = await askBridge(homeIn(env), inquiry, limitMs);
	return isAnswer(answer) ? JSON.stringify(client?.reply(moment as Moment, answer)) : undefined;
}

function inputIn(text: string): HookInput | undefined {
	try {
		const input: unknown = JSON.parse(text);
		return typeof input === 'object' && input !== null ? (input as HookInput) : undefined;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

/** Of a bridge of another version, perhaps. */
function isAnswer(answer: unknown): answer is HookAnswer {
	if (typeof answer !== 'object' || answer === null) return false;
	const { verdict, say } = answer as Record<string, unknown>;
	return typeof say === 'string' && say !== '' && (verdict === 'tell' || verdict === 'ask' || verdict === 'deny');
}
