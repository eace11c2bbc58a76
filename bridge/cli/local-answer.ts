/** What a command that only reads answers where this machine is in no room: that everything stays local, which is no error. */

import { TO_GET_A_ROOM } from '../base/user-error.ts';
import type { Shell } from '../terminal/shell.ts';

export function answerLocally(shell: Shell, { json }: { json?: boolean }, words: string, answer: unknown = []): void {
	if (json === true) return shell.json(answer);
	shell.tell(`This machine is in no room, and everything stays local: ${words}.`);
	shell.tell(TO_GET_A_ROOM, shell.style.dim);
}
