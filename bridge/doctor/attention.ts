/** How this machine's person is told away from their browser. Of a webhook its kind is said, never its address. */
import { HOW_TO_NOTIFY, hasDesktopCommand } from '../attention/desktop.ts';
import { whyUnreached } from '../attention/post.ts';
import { SHAPES } from '../attention/shapes/index.ts';
import { readWebhook, type Webhook } from '../attention/webhook.ts';
import { UserError } from '../base/user-error.ts';
import { readQuiet } from '../rooms/quiet-file.ts';
import { DEFAULT_SETTINGS, readSettings, type Settings } from '../rooms/settings.ts';
import { type Finding, fine, note, problem } from './finding.ts';

export interface AttentionAt {
	home: string;
	env: NodeJS.ProcessEnv;
	signal: AbortSignal;
}

export async function checkAttention({ home, env, signal }: AttentionAt): Promise<Finding[]> {
	const damage: Finding[] = [];
	const attempt = <Read>(read: (home: string) => Read): Read | undefined => {
		try {
			return read(home);
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			damage.push(problem('notify', error.message, error.hint ?? 'Mend it by hand.'));
			return undefined;
		}
	};
	const webhook = attempt(readWebhook);
	attempt(readQuiet);
	const { desktop } = settingsOf(home).notify;
	return [...damage, ...(desktop ? [onDesktop(env)] : []), ...(webhook === undefined ? [] : [await byWebhook(webhook, signal)])];
}

/** Damage of the settings is told elsewhere: `checkConfig`. */
function settingsOf(home: string): Settings {
	try {
		return readSettings(home);
	} catch (error) {
		if (error instanceof UserError) return DEFAULT_SETTINGS;
		throw error;
	}
}

const onDesktop = (env: NodeJS.ProcessEnv): Finding =>
	hasDesktopCommand(process.platform, env)
		? fine('notify', 'The desktop tells you while no browser does; `pylon notify test` tries it')
		: note('notify', 'The desktop can tell you nothing: notify-send is not on this machine.', HOW_TO_NOTIFY);

/** Nothing is posted. */
async function byWebhook(webhook: Webhook, signal: AbortSignal): Promise<Finding> {
	const { name } = SHAPES[webhook.shape];
	const why = await whyUnreached(webhook, signal);
	signal.throwIfAborted();
	return why === undefined
		? fine('notify', `The server of your webhook (${name}) answers; \`pylon notify test\` sends a trial`)
		: problem(
				'notify',
				`The server of your webhook (${name}) does not answer: ${why}.`,
				'Check your connection, or set it anew: pylon notify webhook',
			);
}
