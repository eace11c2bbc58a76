/** Keys as they are pressed, one by one, where somebody sits at a terminal. */
import { emitKeypressEvents } from 'node:readline';

/** As Node's readline names it; `text` is what was typed; `isHeld`: with Control. */
export interface KeyPress {
	name: string | undefined;
	text: string | undefined;
	isHeld: boolean;
}

/** Until the signal. What the terminal does by itself, Ctrl-C too, is up to who hears. */
export function hearKeys(stdin: NodeJS.ReadStream, signal: AbortSignal, onKey: (key: KeyPress) => void): void {
	const hear = (text: string | undefined, { name, ctrl }: { name?: string; ctrl?: boolean }) =>
		onKey({ name, text, isHeld: ctrl === true });
	emitKeypressEvents(stdin);
	stdin.setRawMode(true);
	stdin.on('keypress', hear);
	stdin.resume();
	signal.addEventListener(
		'abort',
		() => {
			stdin.off('keypress', hear);
			stdin.setRawMode(false);
			stdin.pause();
		},
		{ once: true },
	);
}
