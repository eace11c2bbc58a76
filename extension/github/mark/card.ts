/** What a mark opens: who is there, since when, on which branch, and whether that collides. */
import { ago, endCut, STATUS_WORDS, span } from '../../../shared/words.ts';
import { text, textOf } from '../../texts.ts';
import { badge } from './badge.ts';
import { element } from './element.ts';
import { ownedAgent } from './file-content.ts';
import { isCollision, type MarkContent, type Worker } from './mark-content.ts';
import { openPanelText } from './open-panel-text.ts';

export interface CardActions {
	openPanel(focus: MarkContent['focus']): void;
}

const TASK_MAX = 140;
const WORKERS_MAX = 12;

export function cardContent(content: MarkContent, actions: CardActions): Node[] {
	const { severity, subject, words, workers, staleSince, now, focus } = content;
	const open = element('button', { type: 'button' }, openPanelText());
	open.addEventListener('click', () => actions.openPanel(focus));
	const verdict = severity === 'collision-mine' ? 'verdict is-red' : 'verdict';
	const unseen = workers.length - WORKERS_MAX;
	return [
		element('span', { class: 'subject' }, element('bdi', {}, subject)),
		element('p', { class: verdict }, `${isCollision(severity) ? text('markCollision', words) : words}.`),
		...(staleSince === undefined ? [] : [element('p', { class: 'verdict' }, text('showingKnown', ago(now - staleSince)))]),
		element('ul', {}, ...workers.slice(0, WORKERS_MAX).map((worker) => line(worker, now))),
		...(unseen > 0 ? [element('p', { class: 'meta' }, textOf('markMore', unseen))] : []),
		open,
	];
}

function line(worker: Worker, now: number): HTMLElement {
	const { person, agent, touch } = worker;
	const status = `${STATUS_WORDS[agent.status]} ${span(now - agent.statusSince)}`;
	const about = element('div', { class: 'meta' });
	if (touch !== undefined) {
		const did = text(touch.mode === 'edit' ? 'markWhenEdited' : 'markWhenRead', ago(now - touch.at));
		about.append(element('span', { title: new Date(touch.at).toLocaleString() }, did), ' · ');
	}
	about.append(status);
	const worked = element('div', {}, element('div', { class: 'who' }, element('bdi', {}, ownedAgent(worker))), about);
	if (agent.branch !== undefined) {
		const branch = agent.head === undefined ? agent.branch : `${agent.head}:${agent.branch}`;
		worked.append(element('div', { class: 'meta' }, `${text('markOn')} `, element('code', {}, element('bdi', {}, branch))));
	}
	if (agent.task !== undefined) worked.append(element('div', { class: 'meta' }, element('bdi', {}, endCut(agent.task, TASK_MAX))));
	return element('li', {}, badge(person, agent.status === 'offline'), worked);
}
