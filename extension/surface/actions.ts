/** What every surface lets a person do, in the words of its components. */
import { browser } from 'wxt/browser';
import type { Collision } from '../../shared/room/collisions.ts';
import type { Answer } from '../contract/surface-request.ts';
import { type AlertAction, fileKey, pairKeys } from '../room/alerts.ts';
import { ask } from './background-client.ts';

/** Firefox's own, which Chrome's types do not know. */
const firefox = browser as unknown as { sidebarAction: { open(): Promise<void> } };

export const pairWith = (token: string): Promise<Answer> => ask({ type: 'pair', token });

export function actOn(collision: Collision, act: AlertAction, you: string): Promise<Answer> {
	const keys = pairKeys(collision, you);
	const other = collision.contenders.find((contender) => contender.operatorId !== you);
	if (act === 'snooze') return ask({ type: 'snooze', keys });
	if (act === 'mute-file') return ask({ type: 'mute-file', key: fileKey(collision) });
	if (act === 'mute-person') return ask({ type: 'mute-person', operatorId: other?.operatorId ?? '' });
	return ask({ type: 'judge', keys, isUseful: act === 'useful' });
}

/** To be called in the very turn of a click: only then does the browser open it. */
export function openSidePanel(windowId: number | undefined): void {
	if (import.meta.env.FIREFOX) void firefox.sidebarAction.open();
	else if (windowId !== undefined) void browser.sidePanel.open({ windowId });
}

export async function openOptions(): Promise<void> {
	await browser.runtime.openOptionsPage();
}
