/** Completion for fish: https://fishshell.com/docs/current/cmds/complete.html */
import type { CommandWords, Flag } from './words.ts';

export const fishCompletion = (
	commands: readonly CommandWords[],
): string => `# pylon completion for fish. Install: pylon completion fish > ~/.config/fish/completions/pylon.fish
function __pylon_at
	set -l at
	for word in (commandline -opc)[2..-1]
		switch "$at $word"
${commands.flatMap(entering).join('\n')}
		end
	end
	test "$at" = "$argv"
end
complete -c pylon -f
${commands.flatMap(rules).join('\n')}
`;

const at = (path: readonly string[]): string => path.join(' ');

function entering({ path }: CommandWords): string[] {
	const name = path.at(-1);
	return name === undefined ? [] : [`\t\t\tcase ${quoted(`${at(path.slice(0, -1))} ${name}`)}\n\t\t\t\tset at ${quoted(at(path))}`];
}

function rules({ path, commands, flags, values, takesPaths }: CommandWords): string[] {
	const here = `complete -c pylon -n ${quoted(`__pylon_at ${at(path)}`.trimEnd())}`;
	return [
		...commands.map(({ name, text }) => `${here} -a ${name} -d ${quoted(text)}`),
		...flags.map((flag) => `${here} -l ${flag.name.slice(2)}${valueRule(flag)} -d ${quoted(flag.text)}`),
		...(values.length > 0 ? [`${here} -a ${quoted(values.join(' '))}`] : []),
		...(takesPaths ? [`${here} -F`] : []),
	];
}

function valueRule({ value }: Flag): string {
	if (value === 'none') return '';
	if (value === 'any') return ' -x';
	return value === 'path' ? ' -r -F' : ` -x -a ${quoted(value.join(' '))}`;
}

/** In single quotes fish knows two escapes of its own: `\'` and `\\`. */
const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
