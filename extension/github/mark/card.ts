/** What a mark opens: who is there, since when, on which branch, and whether that collides. */
import { endCut } from '../../../shared/words.ts';
import { text, textOf } from '../../texts.ts';
import { agentOf, ago, span, statusWord } from '../../words.ts';
import { badge } from './badge.ts';
import { element, onClick, said } from './element.ts';
import { isConflict, type MarkContent, type Worker } from './mark-content.ts';
import { openPanelText } from './open-panel-text.ts';

export interface CardActions {
	openPanel(focus: MarkContent['focus']): void;
}

const TASK_MAX = 140;
const WORKERS_MAX = 12;
const CONFLICTS_MAX = 8;

export function cardContent(content: MarkContent, actions: CardActions): Node[] {
	const { level, subject, words, workers, conflicts, staleSince, now, focus } = content;
	const open = said('button', openPanelText(), { type: 'button' });
	onClick(open, () => actions.openPanel(focus));
	const verdict = level === 'conflict-mine' ? 'verdict is-red' : 'verdict';
	const unseen = workers.length - WORKERS_MAX;
	return [
		element('span', { class: 'subject' }, said('bdi', subject)),
		said('p', `${isConflict(level) ? text('markConflict', words) : words}.`, { class: verdict }),
		...conflictList(conflicts),
		...(staleSince === undefined ? [] : [said('p', text('showingKnown', ago(now - staleSince)), { class: 'verdict' })]),
		element('ul', {}, ...workers.slice(0, WORKERS_MAX).map((worker) => line(worker, now))),
		...(unseen > 0 ? [said('p', textOf('markMore', unseen), { class: 'meta' })] : []),
		open,
	];
}

/** Which of its files conflict, and with whom. */
function conflictList(conflicts: MarkContent['conflicts']): Node[] {
	if (conflicts.length === 0) return [];
	const unseen = conflicts.length - CONFLICTS_MAX;
	const lines = conflicts.slice(0, CONFLICTS_MAX).map(({ path, words }) => {
		const file = element('code', {}, said('bdi', path));
		return element('li', { class: 'conflict' }, file, said('div', words, { class: 'meta' }));
	});
	return [
		element('ul', { class: 'conflicts' }, ...lines),
		...(unseen > 0 ? [said('p', textOf('moreCollisions', unseen), { class: 'meta' })] : []),
	];
}

function line(worker: Worker, now: number): HTMLElement {
	const { person, agent, touch } = worker;
	const status = `${statusWord(agent.status)} ${span(now - agent.statusSince)}`;
	const about = element('div', { class: 'meta' });
	if (touch !== undefined) {
		const did = text(touch.mode === 'edit' ? 'markWhenEdited' : 'markWhenRead', ago(now - touch.at));
		about.append(said('span', did, { title: new Date(touch.at).toLocaleString() }), said('span', ' · '));
	}
	about.append(said('span', agent.isPrivate ? `${status} · ${text('private')}` : status));
	const worked = element('div', {}, element('div', { class: 'who' }, said('bdi', agentOf(person, agent.kind))), about);
	if (agent.branch !== undefined) {
		const branch = agent.head === undefined ? agent.branch : `${agent.head}:${agent.branch}`;
		worked.append(element('div', { class: 'meta' }, said('span', `${text('markOn')} `), element('code', {}, said('bdi', branch))));
	}
	if (agent.task !== undefined) worked.append(element('div', { class: 'meta' }, said('bdi', endCut(agent.task, TASK_MAX))));
	return element('li', {}, badge(person, agent.status === 'offline'), worked);
}
