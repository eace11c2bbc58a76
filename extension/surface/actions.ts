/** What every surface lets a person do, in the words of its components. */
import { browser } from 'wxt/browser';
import { fileKey } from '../../shared/alerts/open-alerts.ts';
import type { Pair } from '../../shared/room/collision-pairs.ts';
import type { Answer } from '../contract/surface-request.ts';
import { type AlertAction, keyOf } from '../room/alerts.ts';
import { messageFor, otherIn } from '../room/conflict-help.ts';
import { pairWords } from '../words.ts';
import { ask } from './background-client.ts';
import type { RoomLive } from './room-live.svelte.ts';

/** Firefox's own, which Chrome's types do not know. */
const firefox = browser as unknown as { sidebarAction: { open(): Promise<void> } };

export const pairWith = (token: string): Promise<Answer> => ask({ type: 'pair', token });

export function actOn(pair: Pair, act: AlertAction, live: RoomLive): Promise<Answer> {
	const { you } = live;
	const keys = [keyOf(pair)];
	switch (act) {
		case 'copy-for-person':
			return copy(messageFor('person', pair, pairWords(pair, live.names, live.relayNow).lines, you));
		case 'copy-for-agent':
			return copy(messageFor('agent', pair, pairWords(pair, live.names, live.relayNow).lines, you));
		case 'snooze':
			return ask({ type: 'snooze', keys });
		case 'mute-file':
			return ask({ type: 'mute-file', key: fileKey(pair) });
		case 'mute-person':
			return ask({ type: 'mute-person', operatorId: otherIn(pair, you).theirs.operatorId });
		default:
			return ask({ type: 'judge', keys, isUseful: act === 'useful' });
	}
}

/** In the turn of a click a page may write there without a permission. */
const copy = (said: string): Promise<Answer> =>
	navigator.clipboard.writeText(said).then(
		() => ({ isDone: true }),
		() => ({ isDone: false, fault: { type: 'failed' } }),
	);

/** To be called in the very turn of a click: only then does the browser open it. */
export function openSidePanel(windowId: number | undefined): void {
	if (import.meta.env.FIREFOX) void firefox.sidebarAction.open();
	else if (windowId !== undefined) void browser.sidePanel.open({ windowId });
}

export async function openOptions(): Promise<void> {
	await browser.runtime.openOptionsPage();
}
