/** What a command that only reads says where this machine is in no room: that everything stays local, which is no error. */
import { TO_GET_A_ROOM } from '../../base/user-error.ts';
import type { Shell } from '../../terminal/shell.ts';

/** `words` end the sentence: `nothing is shared`. */
export function sayNoRoom(shell: Shell, words: string): void {
	shell.paragraph(`This machine is in no room, and everything stays local: ${words}.`);
	shell.paragraph(TO_GET_A_ROOM, shell.style.dim);
}
