/** What a key asks of a panel or dashboard: some are two, one after the other. */
export type Command = 'next' | 'previous' | 'filter' | 'mine' | 'all' | 'pictures' | 'palette' | 'help';

interface Pressed {
	key: string;
	ctrlKey: boolean;
	metaKey: boolean;
	altKey: boolean;
}

/** The second key counts within this time. */
export const SECOND_KEY_MS = 1_000;

const ALONE: Readonly<Record<string, Command>> = { j: 'next', k: 'previous', '/': 'filter', '?': 'help' };
const AFTER_G: Readonly<Record<string, Command>> = { m: 'mine', a: 'all', p: 'pictures' };

/** `isTyping`: into a field, where only what is held with Control or ⌘ is meant for us. */
export function commandOf({ key, ctrlKey, metaKey, altKey }: Pressed, isTyping: boolean, isAfterG: boolean): Command | undefined {
	if (key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey) return 'palette';
	if (isTyping || ctrlKey || metaKey || altKey) return undefined;
	const commands = isAfterG ? AFTER_G : ALONE;
	return Object.hasOwn(commands, key) ? commands[key] : undefined;
}
