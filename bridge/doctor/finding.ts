/** What `pylon doctor` says of one thing that it looked at. */
import { z } from 'zod';
import { roomSlug } from '../../shared/names.ts';
import { agentKind } from '../../shared/report/report.ts';

export const checkName = z.enum([
	'node',
	'git',
	'files',
	'config',
	'sessions',
	'bridge',
	'login',
	'hooks',
	'notify',
	'browser',
	'network',
	'sharing',
	'policy',
	'relay',
	'device',
	'clock',
	'live',
	'key',
]);
export type CheckName = z.infer<typeof checkName>;

export const finding = z.strictObject({
	check: checkName,
	/** Where it is about one room. */
	room: roomSlug.optional(),
	/** `note` is worth knowing; a `problem` keeps Pylon from doing its work. */
	state: z.enum(['ok', 'note', 'problem']),
	text: z.string(),
	/** What to do: a command, or a sentence. */
	fix: z.string().optional(),
});
export type Finding = z.infer<typeof finding>;

/** What `pylon doctor --json` prints. Nothing in it is content of a session. */
export const examination = z.strictObject({
	version: z.string(),
	node: z.string(),
	platform: z.string(),
	/** Those whose files can be read. */
	rooms: z.array(z.strictObject({ room: roomSlug, server: z.string() })),
	findings: z.array(finding),
	/** What readers did not understand, by agent and version. */
	drift: z.array(z.strictObject({ kind: agentKind, version: z.string(), record: z.string(), count: z.int() })),
});
export type Examination = z.infer<typeof examination>;

export const fine = (check: CheckName, text: string): Finding => ({ check, state: 'ok', text });
export const note = (check: CheckName, text: string, fix?: string): Finding => ({
	check,
	state: 'note',
	text,
	...(fix !== undefined && { fix }),
});
export const problem = (check: CheckName, text: string, fix: string): Finding => ({ check, state: 'problem', text, fix });
