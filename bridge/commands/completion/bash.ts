/** Completion for bash: bash(1), "Programmable Completion". It stands on nothing but bash 3.2, which macOS has. */
import { type CommandWords, type Flag, singleQuoted } from './words.ts';

export const bashCompletion = (
	commands: readonly CommandWords[],
): string => `# pylon completion for bash. Install: pylon completion bash >> ~/.bashrc
_pylon() {
	local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" at='' word index
	for ((index = 1; index < COMP_CWORD; index++)); do
		word="\${COMP_WORDS[index]}"
		case "$at $word" in
${commands.flatMap(entering).join('\n')}
		esac
	done
	COMPREPLY=()
	case "$at $before" in
${commands.flatMap(values).join('\n')}
	esac
	local offered='' paths=''
	case "$at" in
${commands.map(offering).join('\n')}
	esac
	if [[ $current != -* && -n $paths ]]; then
		compopt -o filenames 2>/dev/null
		COMPREPLY=($(compgen -f -- "$current"))
		return
	fi
	COMPREPLY=($(compgen -W "$offered" -- "$current"))
}
complete -F _pylon pylon
`;

const key = (path: readonly string[]): string => path.map((name) => ` ${name}`).join('');

function entering({ path }: CommandWords): string[] {
	const name = path.at(-1);
	return name === undefined ? [] : [`\t\t\t${singleQuoted(`${key(path.slice(0, -1))} ${name}`)}) at=${singleQuoted(key(path))} ;;`];
}

const values = ({ path, flags }: CommandWords): string[] =>
	flags.filter(({ value }) => value !== 'none').map((flag) => `\t\t${singleQuoted(`${key(path)} ${flag.name}`)}) ${valueLine(flag)} ;;`);

function valueLine({ value }: Flag): string {
	if (value === 'path') return 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$current")); return';
	if (value === 'any' || value === 'none') return 'return';
	return `COMPREPLY=($(compgen -W ${singleQuoted(value.join(' '))} -- "$current")); return`;
}

function offering(words: CommandWords): string {
	const names = [...words.commands.map(({ name }) => name), ...words.values, ...words.flags.map(({ name }) => name)];
	return `\t\t${singleQuoted(key(words.path))}) offered=${singleQuoted(names.join(' '))}${words.takesPaths ? '; paths=1' : ''} ;;`;
}
