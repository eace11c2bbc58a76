/**
 * Questions, each with the flag that answers it. Where nobody can answer, a missing flag is an error that names it, never a hang. What
 * asks writes to the terminal itself, so all that it is given goes through the door first.
 */
import type { z } from 'zod';
import { EXIT, UserError } from '../base/user-error.ts';
import { wrap } from './columns.ts';
import { safeLine } from './door.ts';
import { ASK_FOR_MARKS, NO_MORE_MARKS, PastedInput } from './pasted-input.ts';
import type { Shell } from './shell.ts';

/** Two spaces and `Room name: acme-sprint`, as every screen reads. */
function theme({ style, width }: Shell) {
	const [bold = '', plain = ''] = safeLine(style.bold('|')).split('|');
	return {
		prefix: ' ',
		icon: { cursor: '❯', checked: ` ${safeLine(style.green('◉'))}`, unchecked: ' ◯' },
		style: {
			message: safeLine,
			answer: safeLine,
			defaultAnswer: (text: string) => safeLine(style.dim(`(${text})`)),
			error: (text: string) =>
				wrap(text, width() - 2)
					.map((line) => safeLine(`  ${style.red(line)}`))
					.join('\n'),
			// A line that is put together of what went through the door already.
			highlight: (text: string) => bold + text + plain,
			renderSelectedChoices: (choices: readonly { short: string }[]) =>
				choices.length === 0 ? 'none' : choices.map(({ short }) => short).join(', '),
			keysHelpTip: (keys: [string, string][]) => safeLine(`  ${style.dim(keys.map(([key, action]) => `${key} ${action}`).join(' · '))}`),
		},
	};
}

interface Question<Schema extends z.ZodType> {
	/** `Room name`. */
	label: string;
	/** `--room`. */
	flag: string;
	/** What the flag said. */
	given: string | undefined;
	schema: Schema;
	suggestion?: string | undefined;
	/** The suggestion is good enough where nobody can answer. */
	isOptional?: boolean;
	/** The question leaves the screen once answered. */
	vanishes?: boolean;
}

export interface Asking {
	shell: Shell;
	/** `--yes`: take what the flags say. */
	yes: boolean | undefined;
}

export async function askText<Schema extends z.ZodType<string>>(
	{ shell, yes }: Asking,
	question: Question<Schema>,
): Promise<z.infer<Schema>> {
	const { label, flag, given, schema, suggestion } = question;
	const fault = (text: string) => {
		const parsed = schema.safeParse(text);
		return parsed.success ? undefined : `${label} ${parsed.error.issues[0]?.message ?? 'is not right'}.`;
	};
	const answer = given ?? (yes === true || !shell.isInteractive ? unattended(question) : undefined);
	if (answer !== undefined) {
		const wrong = fault(answer);
		if (wrong !== undefined) throw new UserError(wrong, `Pass another with ${flag}.`);
		return schema.parse(answer);
	}
	const { default: input } = await import('@inquirer/input');
	const text = await untilClosed(shell, (signal) =>
		input(
			{
				message: `${label}:`,
				theme: theme(shell),
				...(suggestion !== undefined && { default: suggestion }),
				validate: (typed) => fault(typed) ?? true,
			},
			{ signal, clearPromptOnDone: question.vanishes === true },
		),
	);
	return schema.parse(text);
}

/** At Ctrl-D readline closes the input, and a prompt neither answers nor fails: its signal ends it then, as the shell's does. */
async function untilClosed<Answer>(
	shell: Shell,
	ask: (signal: AbortSignal) => Promise<Answer>,
	input: NodeJS.ReadableStream = shell.stdin,
): Promise<Answer> {
	const closed = new AbortController();
	const look = () =>
		setImmediate(() => {
			if (input.isPaused()) closed.abort();
		});
	input.on('keypress', look);
	try {
		return await ask(AbortSignal.any([shell.signal, closed.signal]));
	} finally {
		input.off('keypress', look);
	}
}

function unattended({ label, flag, suggestion, isOptional }: Question<z.ZodType>): string {
	if (isOptional === true && suggestion !== undefined) return suggestion;
	throw new UserError(`${label} is missing.`, `Pass it with ${flag}: nobody is here to answer a prompt.`);
}

export async function askSecret(shell: Shell, label: string): Promise<string> {
	const { default: password } = await import('@inquirer/password');
	return untilClosed(shell, (signal) =>
		password({ message: `${label}:`, mask: '•', toggleMask: false, theme: theme(shell) }, { signal, clearPromptOnDone: true }),
	);
}

/** A secret of any length that is pasted, perhaps in several lines. `fault` says what is wrong with it. */
export async function askPasted(shell: Shell, label: string, fault: (text: string) => string | undefined): Promise<string> {
	const { default: password } = await import('@inquirer/password');
	const input = new PastedInput(shell.stdin);
	shell.stdout.write(ASK_FOR_MARKS);
	const config = {
		message: `${label}:`,
		mask: '•',
		toggleMask: false,
		theme: theme(shell),
		validate: (text: string) => fault(text) ?? true,
	};
	try {
		return await untilClosed(shell, (signal) => password(config, { signal, input, clearPromptOnDone: true }), input);
	} finally {
		shell.stdout.write(NO_MORE_MARKS);
		input.close();
	}
}

export interface Choice {
	value: string;
	name: string;
	short: string;
	/** Ticked at first. */
	checked?: boolean;
}

export async function askMany(shell: Shell, label: string, choices: Choice[]): Promise<string[]> {
	const { default: checkbox } = await import('@inquirer/checkbox');
	const lines = choices.map(({ name, short, ...rest }) => ({ ...rest, name: safeLine(name), short: safeLine(short) }));
	return untilClosed(shell, (signal) =>
		checkbox({ message: label, choices: lines, theme: theme(shell), pageSize: 10, loop: false }, { signal }),
	);
}

/** Yes unless somebody says no: also where nobody can be asked. */
export async function askYes({ shell, yes }: Asking, label: string): Promise<boolean> {
	return yes === true || !shell.isInteractive || (await isSaid(shell, label, true));
}

/** No unless somebody says yes: also where nobody can be asked. */
export async function askWhether({ shell, yes }: Asking, label: string): Promise<boolean> {
	return yes !== true && shell.isInteractive && (await isSaid(shell, label, false));
}

async function isSaid(shell: Shell, label: string, initial: boolean): Promise<boolean> {
	const { default: confirm } = await import('@inquirer/confirm');
	return untilClosed(shell, (signal) => confirm({ message: label, default: initial, theme: theme(shell) }, { signal }));
}

/** `--yes` says yes; without a terminal the flag is asked for. */
export async function askConfirm({ shell, yes }: Asking, label: string): Promise<void> {
	if (yes === true) return;
	if (!shell.isInteractive) throw new UserError(`${label} Nobody is here to say yes.`, 'Pass --yes where you are sure.');
	if (!(await isSaid(shell, label, false))) throw new UserError('Nothing was done.', undefined, EXIT.cancelled);
}
