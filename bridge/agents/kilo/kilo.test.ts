/** Kilo keeps its sessions as OpenCode does, whose tests hold for it: here is where they lie, and that they are its own. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeDatabase } from '../../../testing/sample-database.ts';
import { Scratch } from '../../../testing/scratch.ts';
import { readLocalAgents } from '../../local-agents/local-agents.ts';

const NOW = Date.UTC(2026, 9, 5, 9);

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

const session = {
	id: 'ses_one',
	parent_id: null,
	directory: '/gone',
	title: 'Tax on prices',
	version: '7',
	time_created: NOW,
	time_updated: NOW,
};
const message = {
	id: 'm',
	session_id: 'ses_one',
	time_created: NOW,
	time_updated: NOW,
	data: { role: 'assistant', time: { created: NOW } },
};
const asked = { ...message, id: 'a', time_created: NOW - 1, data: { role: 'user', time: { created: NOW - 1 } } };
const none = {
	id: 'none',
	session_id: '',
	message_id: '',
	time_created: 0,
	time_updated: 0,
	data: {},
	content: '',
	status: '',
	position: 0,
};
const prompt = { ...none, id: 'p', session_id: 'ses_one', message_id: 'a', data: { type: 'text', text: 'CANARY' } };
const tables = { session: [session], message: [asked, message], part: [prompt], todo: [none] };
const kinds = async (env: NodeJS.ProcessEnv = {}) =>
	(await readLocalAgents({ home: scratch.home, env, since: 'all', now: NOW })).agents.map(({ kind, title }) => `${kind} ${title}`);

test('every channel’s database of Kilo is its own, beside OpenCode’s with the same ids', async () => {
	writeDatabase(scratch.at('.local/share/kilo/kilo-dev.db'), tables);
	writeDatabase(scratch.at('.local/share/opencode/opencode.db'), tables);
	expect((await kinds()).sort()).toEqual(['kilo Tax on prices', 'opencode Tax on prices']);
});

test('a database that its variable names is read where it is', async () => {
	writeDatabase(scratch.at('elsewhere/mine.db'), tables);
	expect(await kinds()).toEqual([]);
	expect(await kinds({ KILO_DB: `${scratch.home}/elsewhere/mine.db` })).toEqual(['kilo Tax on prices']);
});
