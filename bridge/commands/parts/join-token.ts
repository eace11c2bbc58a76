/** How `pylon join` comes by its token: pasted at a prompt that does not show it, from standard input, or as an argument. */
import { text } from 'node:stream/consumers';
import { readToken, type Token, type TokenFault } from '../../../shared/token.ts';
import { UserError } from '../../base/user-error.ts';
import { wrap } from '../../terminal/columns.ts';
import { askPasted } from '../../terminal/prompts.ts';
import type { Shell } from '../../terminal/shell.ts';

const FAULTS: Readonly<Record<TokenFault, readonly [what: string, hint: string]>> = {
	'not-a-token': ['That is no invite.', 'It starts with pylon-join- and is one long word; ask for it again.'],
	damaged: ['The invite was cut short or mistyped.', 'Copy all of what you were sent.'],
	'too-new': ['The invite was made by a newer Pylon.', 'Update Pylon, then join again.'],
};

/** `words` are the command's arguments: none, `-`, or what was pasted there, be it the whole message. */
export async function joinToken(shell: Shell, words: readonly string[]): Promise<Token> {
	const given = words.join(' ');
	if (given === '') return tokenIn(await asked(shell));
	if (given === '-') return tokenIn(await text(shell.stdin));
	const token = tokenIn(given);
	sayWhoCouldRead(shell);
	return token;
}

function tokenIn(pasted: string): Token {
	const token = readToken(pasted);
	if (typeof token !== 'string') return token;
	throw new UserError(...FAULTS[token]);
}

async function asked(shell: Shell): Promise<string> {
	if (!shell.isInteractive) throw new UserError('The token is missing.', '`pylon join -` reads it from standard input.');
	return askPasted(shell, 'Paste the token that you were sent', (pasted) => {
		const token = readToken(pasted);
		return typeof token === 'string' ? FAULTS[token].join(' ') : undefined;
	});
}

/** An argument is in the history of most shells, and npm keeps it among its own for as long as it runs a script. */
function sayWhoCouldRead({ warn, style, env, width }: Shell): void {
	const npm = env.npm_lifecycle_event === undefined ? '' : ', and other users of this machine can read it while npm runs';
	const words = `The token stays in your shell’s history${npm}. \`pylon join\` alone asks for it and does not show it.`;
	for (const line of wrap(words, width() - 2)) warn(style.amber(line));
}
