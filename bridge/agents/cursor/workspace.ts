/** The folder that a transcript of Cursor is about, which nothing in the transcript says. */
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isRooted } from '../../base/agent-path.ts';
import { ifReadable, namesIn } from '../../base/missing-file.ts';
import { shape, text } from '../skim/record-shape.ts';
import { skimFile } from '../skim/skim-file.ts';

const PATH_MAX = 4096;
const trusted = shape({ workspacePath: text(PATH_MAX) });
const chat = shape({ cwd: text(PATH_MAX) });

/** The project's folder says itself whose it is, or the terminal's record of the chat does, or its name is that of one folder only. */
export function workspaceOf(path: string, session: string): string | undefined {
	const parts = path.split(/[\\/]/);
	const project = parts.slice(0, parts.lastIndexOf('agent-transcripts')).join('/');
	const root = dirname(dirname(project));
	const chats = join(root, 'chats');
	const trustedPath = skimFile(trusted, join(project, '.workspace-trusted'))?.workspacePath;
	if (trustedPath && isRooted(trustedPath)) return trustedPath;
	for (const bucket of namesIn(chats)) {
		const cwd = skimFile(chat, join(chats, bucket, session, 'meta.json'))?.cwd;
		if (cwd && isRooted(cwd)) return cwd;
	}
	return folderNamed(basename(project));
}

/** `home-jake-work-shop` is `/home/jake/work/shop`, or it may be `/home/jake/work-shop`: only where one of them exists it is known. */
function folderNamed(project: string): string | undefined {
	const isWindows = process.platform === 'win32';
	const found = isWindows ? foldersNamed(`${project[0]}:\\`, project.slice(2)) : foldersNamed('/', project);
	return found.length === 1 ? found[0] : undefined;
}

function foldersNamed(above: string, rest: string): string[] {
	const entries = ifReadable(() => readdirSync(above, { withFileTypes: true })) ?? [];
	return entries.flatMap((entry) => {
		const name = dashed(entry.name);
		if (!entry.isDirectory() || name === '') return [];
		const folder = join(above, entry.name);
		if (rest === name) return [folder];
		return rest.startsWith(`${name}-`) ? foldersNamed(folder, rest.slice(name.length + 1)) : [];
	});
}

const dashed = (name: string): string => name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
