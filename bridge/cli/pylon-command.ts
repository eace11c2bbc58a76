/** A command of `pylon`: wrong usage is told as every error is, a sentence and what to do. */
import { Command, type HelpContext } from 'commander';
import { UserError } from '../base/user-error.ts';

export class PylonCommand extends Command {
	override createCommand(name?: string): PylonCommand {
		return new PylonCommand(name);
	}

	/** `help statsu`, `statsu --help`: of what does not exist commander would show the help of the whole group. */
	override outputHelp(context?: HelpContext | ((text: string) => string)): void {
		const [first, second] = this.args;
		const name = first === 'help' ? second : first;
		const isUnknown = name !== undefined && !name.startsWith('-') && name !== 'help' && !this.commands.some((each) => each.name() === name);
		if (isUnknown && this.commands.length > 0) this.#refuse(name);
		super.outputHelp(context as HelpContext);
	}

	/** At the top commander's own sentence, which suggests what may have been meant. */
	#refuse(unknown: string): void {
		if (this.parent !== null) throw noneOf(this, unknown);
		this.parse([unknown], { from: 'user' });
	}

	override error(message: string, options?: { code?: string }): never {
		const [unknown] = this.args;
		if (options?.code === 'commander.excessArguments' && this.commands.length > 0 && unknown !== undefined) throw noneOf(this, unknown);
		const [, text = '', suggestion] = /^(?:error: )?([\s\S]*?)(?:\n(\(Did you mean .*\)))?$/.exec(message) ?? [];
		const sentence = text.charAt(0).toUpperCase() + text.slice(1).replace(/\.$/, '');
		throw new UserError(`${sentence}.`, suggestion?.replace(/^\((.*)\)$/, '$1') ?? `\`${pathOf(this)} --help\` says how it is used.`);
	}
}

/** What was meant as a command of a group, and is none. */
export function noneOf(group: Command, unknown: string): UserError {
	const names = group.commands.map((each) => each.name()).join(', ');
	return new UserError(`There is no \`${pathOf(group)} ${unknown}\`.`, `There are: ${names}.`);
}

const pathOf = (command: Command): string => (command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`);
