/**
 * A notification of the desktop, by the command that each system brings along. The text goes as an argument of its own or in the
 * environment, never through a shell. The one library for it, node-notifier, ships old binaries and is no longer kept up.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { systemProgram } from '../base/program.ts';
import type { Message } from './message.ts';

export interface DesktopCommand {
	file: string;
	args: string[];
	/** Beside what the bridge has. */
	env?: Record<string, string>;
}

const PATIENCE_MS = 10_000;

/** Notification servers may take `<`, `>` and `&` for markup (https://specifications.freedesktop.org/notification-spec): what looks alike is none. */
const unmarked = (text: string): string => text.replaceAll('<', '‹').replaceAll('>', '›').replaceAll('&', '＆');

const SCRIPT = ['on run argv', 'display notification (item 2 of argv) with title (item 1 of argv)', 'end run'];

/** Of PowerShell's own name in the start menu: a toast is shown for an application that the system knows. */
const TOAST = `
$null = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$toast = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent([Windows.UI.Notifications.ToastTemplateType]::ToastText02)
$texts = $toast.GetElementsByTagName('text')
$null = $texts.Item(0).AppendChild($toast.CreateTextNode($env:PYLON_NOTICE_TITLE))
$null = $texts.Item(1).AppendChild($toast.CreateTextNode($env:PYLON_NOTICE_TEXT))
$app = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($app).Show([Windows.UI.Notifications.ToastNotification]::new($toast))
`;

/** Where notify-send is missing. */
export const HOW_TO_NOTIFY = 'Install libnotify (libnotify-bin on Debian).';

/** Whether the command is on this machine. The other systems bring theirs along. */
export const hasDesktopCommand = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean =>
	platform !== 'linux' || systemProgram('notify-send', env, platform) !== undefined;

/** The title is ours, and begins with a letter: no command takes it for an option. */
export function desktopCommand(platform: NodeJS.Platform, message: Message): DesktopCommand {
	const [title, text] = [message.title, message.lines.join('\n')];
	switch (platform) {
		case 'darwin':
			return { file: 'osascript', args: [...SCRIPT.flatMap((line) => ['-e', line]), title, text] };
		case 'win32': {
			const command = Buffer.from(TOAST, 'utf16le').toString('base64');
			const args = ['-NoProfile', '-NonInteractive', '-EncodedCommand', command];
			return { file: 'powershell.exe', args, env: { PYLON_NOTICE_TITLE: title, PYLON_NOTICE_TEXT: text } };
		}
		default:
			return { file: 'notify-send', args: ['--app-name=Pylon', '--', unmarked(title), unmarked(text)] };
	}
}

/** Why it is not shown, in words; undefined where it is. */
export async function showOnDesktop(message: Message, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string | undefined> {
	const { file, args, env: more } = desktopCommand(process.platform, message);
	const program = systemProgram(file, env);
	if (program === undefined) return `${file} is not on this machine`;
	try {
		await promisify(execFile)(program, args, { env: { ...env, ...more }, signal, timeout: PATIENCE_MS, windowsHide: true });
		return undefined;
	} catch {
		return `${file} failed`;
	}
}
