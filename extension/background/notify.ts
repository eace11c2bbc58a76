/** Notifications of the operating system, where a person asked for them and the browser's permission was given. */
import { browser } from 'wxt/browser';
import { sha256Hex } from '../../shared/bytes.ts';
import type { Collision } from '../../shared/collisions.ts';
import { agentKey } from '../../shared/fold.ts';
import type { Agent } from '../../shared/room.ts';
import { AGENT_NAMES, collisionWords } from '../../shared/words.ts';
import type { AlertRecord } from '../live/alert-record.ts';
import { pairKeys } from '../live/alerts.ts';
import { namesIn } from '../live/names-in.ts';
import type { RoomModel } from '../live/room-model.ts';
import { text } from '../texts.ts';
import type { Due } from './due.ts';

interface Notice {
	/** What it is about: an `alertKey` or an `agentKey`. */
	key: string;
	title: string;
	message: string;
}

export async function notify({ collisions, waits }: Due, model: RoomModel, now: number): Promise<void> {
	if (collisions.length + waits.length === 0) return;
	if (!(await browser.permissions.contains({ permissions: ['notifications'] }))) return;
	for (const collision of collisions) await show(collisionNotice(collision, model, now));
	for (const agent of waits) await show(waitNotice(agent));
}

function collisionNotice(collision: Collision, model: RoomModel, now: number): Notice {
	const { words, path } = collisionWords(collision, namesIn(model.state), model.relayTime(now));
	return { key: pairKeys(collision, model.state.you)[0] ?? path, title: path, message: words };
}

const waitNotice = (agent: Agent): Notice => ({
	key: agentKey(agent),
	title: text('noticeWaitsTitle', AGENT_NAMES[agent.kind]),
	message: agent.task ?? agent.branch ?? agent.repo,
});

async function show({ key, title, message }: Notice): Promise<void> {
	await browser.notifications.create(await idOf(key), {
		type: 'basic',
		title,
		message,
		iconUrl: '/icon/128.png',
		// Firefox knows no buttons and refuses the whole notification for them.
		...(import.meta.env.FIREFOX ? {} : { buttons: [{ title: text('snooze') }, { title: text('notUseful') }] }),
	});
}

/** Opaque and short, and found again after the background has slept. */
const idOf = async (key: string): Promise<string> => `pylon-${(await sha256Hex(key)).slice(0, 16)}`;

/** The `alertKey` of a notification that was answered. `undefined` of one about an agent that waits. */
export async function keyOfNotice(id: string, record: AlertRecord): Promise<string | undefined> {
	for (const key of Object.keys(record.raised)) if ((await idOf(key)) === id) return key;
	return undefined;
}
