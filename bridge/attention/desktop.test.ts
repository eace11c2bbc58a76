import { expect, test } from 'vitest';
import { desktopCommand } from './desktop.ts';

const TITLE = 'A conflict in $(touch x) `id` "; rm';
const LINES = ['--icon=/etc/passwd <b>bold</b> & <img src=x>', "' -e 'do shell script"];
const of = (platform: NodeJS.Platform) => desktopCommand(platform, { title: TITLE, lines: LINES });

test('[N5] each system’s command has the text as one argument or in its environment, and nothing of it in what it runs', () => {
	expect(of('darwin').args.slice(-2)).toEqual([TITLE, LINES.join('\n')]);
	expect(of('darwin').args.slice(0, -2).join(' ')).not.toContain('touch');
	const toast = of('win32');
	expect(toast.env).toEqual({ PYLON_NOTICE_TITLE: TITLE, PYLON_NOTICE_TEXT: LINES.join('\n') });
	const script = Buffer.from(toast.args.at(-1) ?? '', 'base64').toString('utf16le');
	expect(script).toContain('CreateTextNode($env:PYLON_NOTICE_TITLE)');
	expect([script, ...toast.args].join(' ')).not.toContain('touch');
	expect(of('linux')).toMatchObject({ file: 'notify-send', args: ['--app-name=Pylon', '--', TITLE, expect.any(String)] });
});

test('[N5] what a notification server would take for markup is none', () => {
	expect(of('linux').args.at(-1)).not.toMatch(/[<>&]/);
});
