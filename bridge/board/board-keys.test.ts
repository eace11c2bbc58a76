import { expect, test } from 'vitest';
import { type BoardState, renderBoard } from './board.ts';
import { afterKey, FIRST_CHOICE, filtered, scrolled } from './board-keys.ts';
import type { ListedAgent } from './listed-agent.ts';

const press = (text: string, name: string = text, isHeld = false) => ({ name, text, isHeld });
const after = (...keys: ReturnType<typeof press>[]) =>
	keys.reduce<ReturnType<typeof afterKey>>((choice, key) => (typeof choice === 'string' ? choice : afterKey(choice, key)), FIRST_CHOICE);

test('j and k scroll, g groups, ? tells, q and Ctrl-C quit', () => {
	expect(after(press('j'), press('j'), press('k'))).toMatchObject({ top: 1 });
	expect(after(press('k'))).toMatchObject({ top: 0 });
	expect(after(press('g'))).toMatchObject({ grouping: 'person' });
	expect(after(press('g'), press('g'), press('g'))).toMatchObject({ grouping: 'branch' });
	expect(after(press('i'))).toMatchObject({ foldsIdle: false });
	expect(after(press('i'), press('i'))).toMatchObject({ foldsIdle: true });
	expect(after(press('?'))).toMatchObject({ isHelp: true });
	expect(after(press('end', 'end'))).toMatchObject({ top: Number.POSITIVE_INFINITY });
	expect(after(press('r'))).toBe('retry');
	expect(after(press('q'))).toBe('quit');
	expect(after(press('\u0003', 'c', true))).toBe('quit');
});

test('a slash types a filter, in which every letter is one', () => {
	const typed = after(press('/'), press('q'), press('j'), press('x'), press('\u007f', 'backspace'));
	expect(typed).toMatchObject({ text: 'qj', isTyping: true, top: 0 });
	expect(after(press('/'), press('q'), press('\r', 'return'))).toMatchObject({ text: 'q', isTyping: false });
	expect(after(press('/'), press('q'), press('\u001b', 'escape'))).toMatchObject({ text: '', isTyping: false });
	expect(after(press('/'), press('\u001b[A', 'up'))).toMatchObject({ text: '' });
});

const agent = (task: string): ListedAgent => ({
	agentId: '0000000000000001',
	kind: 'codex',
	status: 'working',
	statusAge: 0,
	lastActiveAge: 0,
	title: 'Login',
	task,
	plan: null,
	planned: [],
	repo: null,
	branch: 'main',
	head: null,
	touches: [],
	errors: 0,
	tokens: null,
	cwd: null,
});

test('every word of the filter must be in an agent', () => {
	const state: BoardState = { type: 'local', agents: [agent('Tests'), agent('Docs')], since: 'yet' };
	const tasks = (text: string) => {
		const shown = filtered(state, text);
		return shown.type === 'local' ? shown.agents.map(({ task }) => task) : [];
	};
	expect(tasks('')).toEqual(['Tests', 'Docs']);
	expect(tasks('LOGIN docs working')).toEqual(['Docs']);
	expect(tasks('nobody')).toEqual([]);
	const look = { width: 80, color: 1, now: 0, isFiltered: true } as const;
	expect(renderBoard(filtered(state, 'nobody'), look)).toContain('  No agent passes the filter.');
});

test('what is below is counted, and nothing is scrolled out of sight at the end', () => {
	const lines = ['a', 'b', 'c', 'd'];
	expect(scrolled(lines, 3, FIRST_CHOICE)).toEqual({ lines: ['a', 'b', '  2 more · by branch · ? keys'], top: 0 });
	expect(scrolled(lines, 3, { ...FIRST_CHOICE, top: 99 })).toEqual({ lines: ['c', 'd', '  by branch · ? keys'], top: 2 });
	expect(scrolled(lines, 9, FIRST_CHOICE, true).lines.at(-1)).toBe('  by branch · r Retry now · ? keys');
	expect(scrolled(lines, 9, { ...FIRST_CHOICE, text: 'x' }).lines.at(-1)).toBe('  by branch · /x · ? keys');
});
