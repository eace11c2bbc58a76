/** Notifications of the operating system, where a person asked for them and the browser's permission was given. */
import { browser } from 'wxt/browser';
import { sha256Hex } from '../../shared/bytes.ts';
import type { Collision } from '../../shared/collisions.ts';
import { agentKey } from '../../shared/fold.ts';
import type { Agent } from '../../shared/room.ts';
import { AGENT_NAMES, collisionWords } from '../../shared/words.ts';
import { type AlertRecord, dueAlerts, openCollisions, pairKeys, raised } from '../live/alert-record.ts';
import { namesIn } from '../live/names-in.ts';
import type { RoomModel } from '../live/room-model.ts';
import type { Settings } from '../settings.ts';
import { text } from '../texts.ts';
import { waitingAgents } from './badge.ts';

/** The same wait is told once, although its start is measured a little differently each time it is reported whole. */
const SAME_WAIT_MS = 60_000;

interface Notice {
	/** What it is about: an `alertKey` or an `agentKey`. */
	key: string;
	title: string;
	message: string;
}

/** What is to be shown now, and the record with that noted. Pure but for its texts. */
export function noticesOf(
	model: RoomModel,
	record: AlertRecord,
	settings: Settings,
	now: number,
): { notices: Notice[]; record: AlertRecord } {
	const { you } = model.state;
	const open = openCollisions(model.collisions(now), record, you, now);
	const noted = { ...record, open: open.flatMap((collision) => pairKeys(collision, you)) };
	if (settings.notify === 'off' || isQuiet(settings, new Date(now))) return { notices: [], record: noted };
	const due = dueAlerts(open, record, you, now);
	const keys = due.flatMap((collision) => pairKeys(collision, you));
	const waits = settings.notify === 'collisions-and-waiting' ? waitingAgents(model, now) : [];
	const news = waits.filter((agent) => agent.statusSince - (record.waits[agentKey(agent)] ?? Number.NEGATIVE_INFINITY) > SAME_WAIT_MS);
	return {
		notices: [...due.map((collision) => collisionNotice(collision, model, now)), ...news.map(waitNotice)],
		record: { ...raised(noted, keys, now), waits: Object.fromEntries(waits.map((agent) => [agentKey(agent), agent.statusSince])) },
	};
}

/** Between the two times of a day; over midnight where `from` is the later one. */
export function isQuiet({ quiet }: Pick<Settings, 'quiet'>, local: Date): boolean {
	if (!quiet.isOn) return false;
	const clock = `${String(local.getHours()).padStart(2, '0')}:${String(local.getMinutes()).padStart(2, '0')}`;
	return quiet.from <= quiet.to ? quiet.from <= clock && clock < quiet.to : quiet.from <= clock || clock < quiet.to;
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

export async function showNotices(notices: Notice[]): Promise<void> {
	if (notices.length === 0 || !(await browser.permissions.contains({ permissions: ['notifications'] }))) return;
	for (const { key, title, message } of notices) {
		await browser.notifications.create(await idOf(key), {
			type: 'basic',
			title,
			message,
			iconUrl: '/icon/128.png',
			// Firefox knows no buttons and refuses the whole notification for them.
			...(import.meta.env.FIREFOX ? {} : { buttons: [{ title: text('snooze') }, { title: text('notUseful') }] }),
		});
	}
}

/** Opaque and short, and found again after the background has slept. */
const idOf = async (key: string): Promise<string> => `pylon-${(await sha256Hex(key)).slice(0, 16)}`;

export async function keyOfNotice(id: string, record: AlertRecord): Promise<string | undefined> {
	for (const key of Object.keys(record.raised)) if ((await idOf(key)) === id) return key;
	return undefined;
}
