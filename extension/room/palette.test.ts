import { expect, test } from 'vitest';
import { agentOf, modelOf, NOW, operatorOf } from '../../testing/sample-room.ts';
import { rowsOf } from './board.ts';
import { found, type PaletteEntry, paletteEntries } from './palette.ts';

const commands: PaletteEntry[] = [{ kind: 'command', label: 'My View', action: { type: 'scope', scope: { type: 'mine' } } }];
const agents = [
	agentOf('andrew', { title: 'Rate limits', branch: 'fix/limits', edits: { 'src/limits.ts': 1 } }),
	agentOf('ada', { branch: 'fix/limits', edits: { 'src/limits.ts': 1 } }),
];
const entries = paletteEntries(commands, [operatorOf('andrew')], rowsOf(modelOf(agents).state, NOW));
const labels = (typed: string, most = 20) => found(entries, typed, most).map(({ kind, label }) => `${kind} ${label}`);

test('people, agents, branches, files and commands, each once', () => {
	expect(labels('')).toEqual([
		'command My View',
		'person Andrew',
		'agent Andrew · Claude Code · Rate limits',
		'agent Ada · Claude Code',
		'branch fix/limits',
		'file src/limits.ts',
	]);
});

test('every word must be in it, what begins with it comes first', () => {
	expect(labels('limits andrew')).toEqual(['agent Andrew · Claude Code · Rate limits']);
	expect(labels('fix')).toEqual(['branch fix/limits']);
	expect(labels('src')[0]).toBe('file src/limits.ts');
	expect(labels('', 2)).toHaveLength(2);
	expect(labels('no such thing')).toEqual([]);
});
