/** Notifications of the operating system, where a person asked for them and the browser's permission was given. */
import { browser } from 'wxt/browser';
import { filesIn } from '../../../shared/alerts/open-alerts.ts';
import { sha256Hex } from '../../../shared/bytes.ts';
import { AGENT_NAMES } from '../../../shared/report/facts.ts';
import type { CollisionAlert, Pair } from '../../../shared/room/collision-pairs.ts';
import type { Agent } from '../../../shared/room/events.ts';
import { agentKey } from '../../../shared/room/fold.ts';
import { middleCut } from '../../../shared/words.ts';
import type { AlertRecord } from '../../contract/alert-record.ts';
import { namesIn } from '../../room/names-in.ts';
import { privateAgents, withPrivate } from '../../room/own/own-agents.ts';
import type { RoomModel } from '../../room/room-model.ts';
import { listed, text, textOf } from '../../texts.ts';
import { pairWords } from '../../words.ts';
import type { DueNotices, Warnings } from './due.ts';

interface Notice {
	/** What it is about, an `alertKey`, an `agentKey` or all of it: another one about the same takes its place. */
	key: string;
	title: string;
	message: string;
	/** By their place: `NOTICE_ANSWERS`. */
	buttons: string[];
}

/** Systems cut a title at its end, where a path has the file's name. */
const TITLE_MAX = 60;
/** People whom a digest names. */
const NAMED_MAX = 3;

/** `own`: this machine's agents, beside the room. */
interface Told {
	model: RoomModel;
	own: RoomModel | undefined;
}

export async function notify(due: DueNotices, told: Told, now: number): Promise<void> {
	const notices = noticesOf(due, told, now);
	if (notices.length === 0) return;
	if (!(await browser.permissions.contains({ permissions: ['notifications'] }))) return;
	for (const notice of notices) await show(notice);
}

const noticesOf = ({ alone, digest }: DueNotices, told: Told, now: number): Notice[] => [
	...alone.collisions.map((alert) => conflictNotice(alert, told, now)),
	...alone.waits.map(waitNotice),
	...(digest.collisions.length + digest.waits.length === 0 ? [] : [digestNotice(digest, told.model)]),
];

/** Of the first of its files; of the others, how many there are. */
function conflictNotice({ key, repo, one, other, paths }: CollisionAlert, { model, own }: Told, now: number): Notice {
	const [path = '', ...more] = paths;
	const pair: Pair = { repo, path, level: 'conflict', isOwn: one.operatorId === other.operatorId, one, other, verdict: 'meets' };
	const relayNow = model.relayTime(now);
	const privates = own === undefined ? [] : privateAgents(own, model, now);
	const said = pairWords(pair, withPrivate(namesIn(model.state, relayNow), privates), relayNow);
	// Where there are several: the title is the path's alone.
	const inRepo = said.path.slice(0, -path.length).trim();
	const others = more.length === 0 ? '' : textOf('moreCollisions', more.length);
	const message = [inRepo, said.words, others].filter(Boolean).join(' · ');
	return { key, title: middleCut(path, TITLE_MAX), message, buttons: [text('snooze'), text('notUseful')] };
}

const waitNotice = (agent: Agent): Notice => ({
	key: agentKey(agent),
	title: text('noticeWaitsTitle', AGENT_NAMES[agent.kind]),
	message: agent.task ?? agent.branch ?? agent.repo,
	// It waits until its person answers it: there is nothing to say to Pylon.
	buttons: [],
});

/** Many at once: how many, and whose. */
function digestNotice({ collisions, waits }: Warnings, { state }: RoomModel): Notice {
	const met = new Set(collisions.map(({ other }) => other.operatorId));
	met.delete(state.you);
	const names = [...met].slice(0, NAMED_MAX).map((operatorId) => state.operators.get(operatorId)?.name ?? operatorId);
	const others = met.size - names.length;
	const people = listed(others === 0 ? names : [...names, textOf('noticeOthers', others)]);
	const waiting = waits.length === 0 ? '' : textOf('badgeWaiting', waits.length);
	const [title = '', ...rest] = [collisions.length === 0 ? '' : textOf('badgeConflicts', filesIn(collisions)), waiting, people].filter(
		Boolean,
	);
	return { key: 'digest', title, message: rest.join(' · '), buttons: [] };
}

async function show({ key, title, message, buttons }: Notice): Promise<void> {
	await browser.notifications.create(await idOf(key), {
		type: 'basic',
		title,
		message,
		iconUrl: '/icon/128.png',
		// Firefox knows no buttons and refuses the whole notification for them.
		...(import.meta.env.FIREFOX ? {} : { buttons: buttons.map((title) => ({ title })) }),
	});
}

/** Opaque and short, and found again after the background has slept. */
const idOf = async (key: string): Promise<string> => `pylon-${(await sha256Hex(key)).slice(0, 16)}`;

/** The alerts, by `alertKey`, that a notification is about: one. None where it is about an agent. */
export async function alertsOfNotice(id: string, record: AlertRecord): Promise<string[]> {
	const keys = Object.keys(record.raised);
	const ids = await Promise.all(keys.map(idOf));
	return keys.filter((_, index) => ids[index] === id);
}

/** What the buttons of a collision's notification say, in their order. */
export const NOTICE_ANSWERS = [{ type: 'snooze' }, { type: 'judge', isUseful: false }] as const;

/**
 * Calls `onClick` for a notification, `onButton` for one of its buttons. An optional permission: the API is there once it was
 * given. To add the same listener again adds none.
 */
export function hearNotifications(onClick: () => void, onButton: (id: string, button: number) => void): void {
	const listen = () => {
		browser.notifications?.onClicked.addListener(onClick);
		browser.notifications?.onButtonClicked?.addListener(onButton);
	};
	listen();
	browser.permissions.onAdded.addListener(listen);
}
