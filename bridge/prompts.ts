/** Questions, each with the flag that answers it. Where nobody can answer, a missing flag is an error that names it, never a hang. */
import type { z } from 'zod';
import { wrap } from './columns.ts';
import type { Shell } from './shell.ts';
import { EXIT, UserError } from './user-error.ts';

/** Two spaces and `Room name: acme-sprint`, as every screen reads. */
function theme({ ink, width }: Shell) {
	return {
		prefix: ' ',
		icon: { cursor: '❯', checked: ` ${ink.green('◉')}`, unchecked: ' ◯' },
		style: {
			message: (text: string) => text,
			answer: (text: string) => text,
			defaultAnswer: (text: string) => ink.dim(`(${text})`),
			error: (text: string) =>
				wrap(text, width() - 2)
					.map((line) => `  ${ink.red(line)}`)
					.join('\n'),
			highlight: (text: string) => ink.bold(text),
			renderSelectedChoices: (choices: readonly { short: string }[]) =>
				choices.length === 0 ? 'none' : choices.map(({ short }) => short).join(', '),
			keysHelpTip: (keys: [string, string][]) => `  ${ink.dim(keys.map(([key, action]) => `${key} ${action}`).join(' · '))}`,
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
async function untilClosed<Answer>(shell: Shell, ask: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
	const { stdin } = process;
	const closed = new AbortController();
	const look = () =>
		setImmediate(() => {
			if (stdin.isPaused()) closed.abort();
		});
	stdin.on('keypress', look);
	try {
		return await ask(AbortSignal.any([shell.signal, closed.signal]));
	} finally {
		stdin.off('keypress', look);
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

export interface Choice {
	value: string;
	name: string;
	short: string;
}

/** None ticked at first. */
export async function askMany(shell: Shell, label: string, choices: Choice[]): Promise<string[]> {
	const { default: checkbox } = await import('@inquirer/checkbox');
	return untilClosed(shell, (signal) => checkbox({ message: label, choices, theme: theme(shell), pageSize: 10, loop: false }, { signal }));
}

/** `--yes` says yes; without a terminal the flag is asked for. */
export async function askConfirm({ shell, yes }: Asking, label: string): Promise<void> {
	if (yes === true) return;
	if (!shell.isInteractive) throw new UserError(`${label} Nobody is here to say yes.`, 'Pass --yes where you are sure.');
	const { default: confirm } = await import('@inquirer/confirm');
	const isSure = await untilClosed(shell, (signal) => confirm({ message: label, default: false, theme: theme(shell) }, { signal }));
	if (!isSure) throw new UserError('Nothing was done.', undefined, EXIT.cancelled);
}
