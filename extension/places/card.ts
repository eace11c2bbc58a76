/** What a mark opens: who is in the file, since when, on which branch, and whether that collides. */
import { AGENT_NAMES, ago, endCut, possessive, STATUS_WORDS, span } from '../../shared/words.ts';
import { badge } from './badge.ts';
import { element } from './element.ts';
import type { Told, ToldAgent } from './told.ts';

export interface CardActions {
	openPanel(focus: { path: string }): void;
}

const TASK_MAX = 140;

export function cardContent(told: Told, actions: CardActions): Node[] {
	const open = element('button', { type: 'button' }, 'Open in side panel');
	open.addEventListener('click', () => actions.openPanel({ path: told.path }));
	const isCollision = told.severity === 'collision' || told.severity === 'collision-mine';
	const verdict = element(
		'p',
		{ class: told.severity === 'collision-mine' ? 'verdict is-red' : 'verdict' },
		`${isCollision ? 'Collision: ' : ''}${told.words}.`,
	);
	return [
		element('span', { class: 'path' }, element('bdi', {}, told.path)),
		verdict,
		...(told.staleSince === undefined
			? []
			: [element('p', { class: 'verdict' }, `The relay does not answer. This is what was known ${ago(told.now - told.staleSince)}.`)]),
		element('ul', {}, ...told.agents.map((inFile) => line(inFile, told.now))),
		open,
	];
}

function line({ person, agent, mode, at }: ToldAgent, now: number): HTMLElement {
	const who = `${person.isYou ? 'Your' : possessive(person.name)} ${AGENT_NAMES[agent.kind]}`;
	const did = element('span', { title: new Date(at).toLocaleString() }, `${mode === 'edit' ? 'edited' : 'read'} it ${ago(now - at)}`);
	const status = `${STATUS_WORDS[agent.status]} ${span(now - agent.statusSince)}`;
	const about = element(
		'div',
		{},
		element('div', { class: 'who' }, element('bdi', {}, who)),
		element('div', { class: 'meta' }, did, ` · ${status}`),
	);
	if (agent.branch !== undefined) {
		const branch = agent.head === undefined ? agent.branch : `${agent.head}:${agent.branch}`;
		about.append(element('div', { class: 'meta' }, 'on ', element('code', {}, element('bdi', {}, branch))));
	}
	if (agent.task !== undefined) about.append(element('div', { class: 'meta' }, element('bdi', {}, endCut(agent.task, TASK_MAX))));
	return element('li', {}, badge(person), about);
}
