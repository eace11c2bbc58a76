/** Completion for zsh: zshcompsys(1), `_describe`, `_arguments`. */
import { type CommandWords, type Flag, singleQuoted } from './words.ts';

export const zshCompletion = (commands: readonly CommandWords[]): string => `#compdef pylon
# pylon completion for zsh. Install: pylon completion zsh > ~/.zfunc/_pylon, with ~/.zfunc in fpath before compinit.
${commands.map(definition).join('\n')}
if [[ $funcstack[1] == _pylon ]]; then
	_pylon "$@"
else
	compdef _pylon pylon
fi
`;

const named = (path: readonly string[]): string => ['_pylon', ...path].join('__').replaceAll('-', '_');

function definition(words: CommandWords): string {
	const specs = [...words.flags.map(flagSpec), ...argumentSpecs(words)].map((spec) => `\t\t${singleQuoted(spec)}`);
	const args = `_arguments -C \\\n${specs.join(' \\\n')}`;
	if (words.commands.length === 0) return `${named(words.path)}() {\n\t${args}\n}`;
	const list = words.commands.map(({ name, text }) => `\t\t${singleQuoted(`${name}:${described(text)}`)}`).join('\n');
	const cases = words.commands.map(({ name }) => `\t\t${name}) ${named([...words.path, name])} ;;`).join('\n');
	return `${named(words.path)}() {
	local state line
	local -a commands=(
${list}
	)
	${args}
	case $state in
		command) _describe -t commands command commands ;;
		rest) case $line[1] in
${cases}
		esac ;;
	esac
}`;
}

function argumentSpecs({ commands, values, takesPaths }: CommandWords): string[] {
	if (commands.length > 0) return ['1: :->command', '*:: :->rest'];
	if (takesPaths) return ['*:path:_files'];
	return values.length > 0 ? [`*: :(${values.join(' ')})`] : [];
}

function flagSpec({ name, text, value }: Flag): string {
	const head = `${name}[${bracketed(text)}]`;
	switch (value) {
		case 'none':
			return head;
		case 'any':
			return `${head}: :`;
		case 'path':
			return `${head}:path:_files`;
		default:
			return `${head}: :(${value.join(' ')})`;
	}
}

const described = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll(':', '\\:');
const bracketed = (text: string): string => text.replace(/[[\]:\\]/g, '\\$&');
