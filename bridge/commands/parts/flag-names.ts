/** How flags are typed. */
import type { Command, Flag } from './define-command.ts';

/** `--create-key`; `--no-start` of what it switches off. */
export const longName = (name: string, { isNegated }: Flag): string =>
	`--${isNegated === true ? 'no-' : ''}${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;

/** Those that users are told of, by their long names; `--json` last. */
export function publicFlags({ flags = {}, json }: Command): [name: string, flag: Flag][] {
	const own = Object.entries(flags).filter(([, { isHidden }]) => isHidden !== true);
	return [
		...own.map(([name, flag]): [string, Flag] => [longName(name, flag), flag]),
		...(json === undefined ? [] : [['--json', JSON_FLAG] satisfies [string, Flag]]),
	];
}

/** What every command has that has a schema. */
export const JSON_FLAG: Flag = { text: 'print JSON' };
