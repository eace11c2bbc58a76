import { beforeAll, expect, test, vi } from 'vitest';
import { agentOf, MIN, modelOf, NOW, operatorOf } from '../../../testing/sample-room.ts';
import messages from '../../public/_locales/en/messages.json' with { type: 'json' };
import { type Row, rowsOf } from '../../room/board.ts';

let words: typeof import('./person-words.ts');
beforeAll(async () => {
	const getMessage = (key: keyof typeof messages, parts: string[]) =>
		messages[key]?.message.replace(/\$(\d)/g, (_, place: string) => parts[Number(place) - 1] ?? '') ?? '';
	vi.stubGlobal('chrome', { i18n: { getMessage }, runtime: { id: 'test' } });
	words = await import('./person-words.ts');
});

const rowsAs = (...statuses: Row['status'][]): Row[] =>
	rowsOf(modelOf(statuses.map(() => agentOf('jake'))).state, NOW).map((row, index) => ({ ...row, status: statuses[index] ?? 'idle' }));
const said = (rows: Row[], more = {}) => words.personWords(operatorOf('jake', more), rows, NOW);
const counted = (rows: Row[], more = {}) => words.personCounts(operatorOf('jake', more), rows).map(({ words: each }) => each);

test('a person is said to have what their rows say', () => {
	expect(counted(rowsAs('waiting', 'error', 'working', 'working', 'idle'))).toEqual(['1 waiting', '1 with an error', '2 working']);
	expect(counted(rowsAs('idle', 'idle', 'offline'))).toEqual([]);
	expect(said(rowsAs('idle', 'idle', 'offline'))).toBe('2 idle agents');
	expect(said([])).toBe('online');
	expect(counted(rowsAs('working'), { paused: true })).toEqual([]);
	expect(said(rowsAs('working'), { paused: true })).toBe('paused sharing');
});

test('of agents whose machine is away nobody says that they are idle', () => {
	expect(said(rowsAs('offline'))).toBe('1 agent offline');
	expect(said(rowsAs('stale', 'offline'))).toBe('1 agent stale');
	expect(said(rowsAs('unknown', 'unknown'))).toBe('2 agents unknown');
	expect(said(rowsAs('offline'), { online: false, lastSeen: NOW - 3 * MIN })).toBe('last seen 3 min ago');
});
