/** What a person probably wants to be called, and this machine too. */
import { hostname } from 'node:os';
import { chosenName, NAME_MAX, operatorName } from '../../shared/names.ts';
import { userName } from '../base/home.ts';
import { gitUserName } from '../git/installed.ts';
import type { Shell } from '../terminal/shell.ts';

/** The first name that git knows, else the login's. */
export async function suggestedName({ env }: Pick<Shell, 'env'>): Promise<string> {
	const git = await gitUserName(env);
	const name = git?.split(' ')[0] || userName() || 'me';
	const capital = name.charAt(0).toUpperCase() + name.slice(1);
	return chosenName.safeParse(capital).data ?? 'Me';
}

export function deviceLabel(): string {
	const label = hostname()
		.replace(/\.(local|lan|home)$/, '')
		.slice(0, NAME_MAX);
	return operatorName.safeParse(label).data ?? 'This machine';
}
