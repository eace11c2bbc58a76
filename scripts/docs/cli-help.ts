/** `pylon --help`, one screen: the file that prints it, written from the commands' definitions so that it costs no command's loading. */
import { allCommands } from '../../bridge/commands/index.ts';
import { SECTIONS } from '../../bridge/commands/parts/define-command.ts';

const NAME_WIDTH = 14;

export async function helpFile(): Promise<string> {
	return `/** \`pylon --help\`, made of the commands' definitions by \`npm run docs\`; a test fails when it is out of date. */
export const HELP = \`
  pylon: see your team's coding agents, live, before they collide

${(await sections()).join('\n\n')}

  Every question has a flag, every listing --json. More: pylon COMMAND --help

  $ pylon init --room acme-sprint --server https://pylon.acme.dev
  $ pylon status --all --watch
\`;
`;
}

async function sections(): Promise<string[]> {
	const commands = await allCommands();
	return SECTIONS.map((title) => {
		const rows = commands.filter(({ section }) => section === title).map(({ name, summary }) => `    ${name.padEnd(NAME_WIDTH)}${summary}`);
		return [`  ${title}`, ...rows].join('\n');
	});
}
