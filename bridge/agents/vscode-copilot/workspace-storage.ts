/** Where VS Code and its kin keep what belongs to each folder that was opened in them: `<Code>/User/workspaceStorage/<hash>/`. */
import { join } from 'node:path';
import { ifReadable, readableNamesIn } from '../../base/missing-file.ts';
import { shape, text } from '../skim/record-shape.ts';
import { skimFile } from '../skim/skim-file.ts';

const EDITIONS = ['Code', 'Code - Insiders', 'VSCodium'];
const workspace = shape({ folder: text(8192) });

export function workspaceStorages(home: string, env: NodeJS.ProcessEnv): string[] {
	const config = env['XDG_CONFIG_HOME'] || join(home, '.config');
	const places = [config, join(home, 'Library', 'Application Support'), join(home, 'AppData', 'Roaming')];
	return places.flatMap((place) => EDITIONS.map((edition) => join(place, edition, 'User', 'workspaceStorage')));
}

/** The address of the folder that one is about: `file:///home/jake/work/api`. */
export const folderOf = (storage: string): string | undefined => skimFile(workspace, join(storage, 'workspace.json'))?.folder;

/** The addresses of all folders that were opened. */
export const openedFolders = (home: string, env: NodeJS.ProcessEnv): string[] =>
	workspaceStorages(home, env).flatMap((storage) =>
		readableNamesIn(storage).flatMap((name) => ifReadable(() => folderOf(join(storage, name))) ?? []),
	);
