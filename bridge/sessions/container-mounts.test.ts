/** Sessions of dev containers, whose checkouts have other names there. As documents say; no container runs here. */
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { readLocalAgents } from '../local-agents/local-agents.ts';
import { ContainerMounts } from './container-mounts.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
	scratch.repository('work/api', 'https://github.com/acme/api.git');
	scratch.write('work/api/src/a.ts', 'changed\n');
});
afterEach(() => scratch.remove());

const agents = async (env: NodeJS.ProcessEnv = {}) => {
	const { agents: found } = await readLocalAgents({ home: scratch.home, env, since: 'all', now: Date.now() });
	return found.map(({ repo, cwd, touches }) => ({ repo, cwd: cwd.replace(scratch.home, '~'), paths: touches.map(({ path }) => path) }));
};
const HERE = { repo: 'github.com/acme/api', cwd: '~/work/api', paths: ['src/a.ts'] };
const THERE = (folder: string) => ({ repo: undefined, cwd: folder, paths: ['src/a.ts'] });

/** One of Claude Code's, in a folder that is some container's home, or in this one. */
function session(folder: string, at?: string): void {
	scratch.claude('one', folder).edit(`${folder}/src/a.ts`);
	if (at !== undefined) renameSync(join(scratch.home, '.claude'), scratch.at(`${at}/.claude`));
}

/** As VS Code keeps a folder that it opened in a dev container. */
const opened = (name: string, host: string, there: string) =>
	scratch.write(
		`.config/Code/User/workspaceStorage/${name}/workspace.json`,
		JSON.stringify({ folder: `vscode-remote://dev-container%2B${Buffer.from(host).toString('hex')}${there}` }),
	);
const docker = (name: string, mounts: Record<string, string>) =>
	scratch.write(
		`.local/share/docker/containers/${name}/config.v2.json`,
		JSON.stringify({
			Config: { Labels: { 'devcontainer.local_folder': 'CANARY' } },
			MountPoints: Object.fromEntries(
				Object.entries(mounts).map(([to, from]) => [to, { Source: join(scratch.home, from), Destination: to }]),
			),
		}),
	);
const podman = (name: string, mounts: Record<string, string>) =>
	scratch.write(
		`.local/share/containers/storage/overlay-containers/${name}/userdata/config.json`,
		JSON.stringify({
			mounts: Object.entries(mounts).map(([to, from]) => ({ destination: to, type: 'bind', source: join(scratch.home, from) })),
		}),
	);

describe('a checkout of a dev container is the one that it was given', () => {
	test('as VS Code opened it, by its path or in JSON, whether the session lies in this home or in a named one', async () => {
		session('/workspaces/api');
		expect(await agents()).toEqual([THERE('/workspaces/api')]);
		opened('one', join(scratch.home, 'work/api'), '/workspaces/api');
		expect(await agents()).toEqual([HERE]);
		opened('one', JSON.stringify({ hostPath: join(scratch.home, 'work/api'), configFile: { scheme: 'file' } }), '/workspaces/api');
		expect(await agents()).toEqual([HERE]);
		rmSync(join(scratch.home, '.claude'), { recursive: true });
		session('/workspaces/api', 'mounted');
		expect(await agents({ PYLON_HOMES: join(scratch.home, 'mounted'), CLAUDE_CONFIG_DIR: '/none' })).toEqual([HERE]);
	});

	test('as VS Code opened it, wherever a variable has its settings', async () => {
		session('/workspaces/api');
		opened('one', scratch.at('work/api'), '/workspaces/api');
		renameSync(scratch.at('.config'), scratch.at('settings'));
		expect(await agents()).toEqual([THERE('/workspaces/api')]);
		expect(await agents({ XDG_CONFIG_HOME: scratch.at('settings') })).toEqual([HERE]);
	});

	test('[A5] of its process nothing is known: containers number theirs on their own', async () => {
		session('/workspaces/api');
		scratch.write('.claude/sessions/1.json', JSON.stringify({ pid: 2 ** 22 + 1, sessionId: 'one', startedAt: 1 }));
		const status = async () =>
			(await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: Date.now() })).agents.map((agent) => agent.status);
		expect(await status()).toEqual(['idle']);
		opened('one', join(scratch.home, 'work/api'), '/workspaces/api');
		expect(await status()).toEqual(['working']);
	});

	test('of several that are called so, none', async () => {
		session('/workspaces/api');
		scratch.repository('other/api');
		opened('one', join(scratch.home, 'work/api'), '/workspaces/api');
		opened('two', join(scratch.home, 'other/api'), '/workspaces/api');
		expect(await agents()).toEqual([THERE('/workspaces/api')]);
	});

	test('one that is gone, in no container, or a container’s all is none', async () => {
		session('/workspaces/api');
		opened('one', join(scratch.home, 'gone/api'), '/workspaces/api');
		opened('two', join(scratch.home, 'work/api'), '/workspaces/ap');
		opened('three', 'work/api', '/workspaces/api');
		docker('four', { '/': 'work/api' });
		scratch.write('.local/share/docker/containers/five/config.v2.json', '{torn');
		expect(await agents()).toEqual([THERE('/workspaces/api')]);
	});

	test.each([
		['Docker', docker, '.local/share/docker/volumes/home/_data'],
		['Podman', podman, '.local/share/containers/storage/volumes/home/_data'],
	])('%s: the container that keeps the session’s home says it, whatever others are called', async (_, container, volume) => {
		session('/srv/api', volume);
		scratch.repository('other/api');
		container('one', { '/srv/api': 'other/api' });
		expect(await agents()).toEqual([THERE('/srv/api')]);
		container('two', { '/srv': 'other', '/srv/api': 'work/api', '/home/node': volume });
		expect(await agents()).toEqual([HERE]);
	});
});

test('a folder that is there under its own name is that folder', async () => {
	const folder = scratch.repository('workspaces/api');
	session(folder, '.local/share/docker/volumes/home/_data');
	docker('one', { [folder]: 'work/api', '/home/node': '.local/share/docker/volumes/home/_data' });
	expect(await agents()).toEqual([{ repo: expect.stringMatching(/^local\//), cwd: '~/workspaces/api', paths: ['src/a.ts'] }]);
});

test('a container that is made, or a folder that is opened, while the bridge runs is known before long', () => {
	let now = 0;
	const mounts = new ContainerMounts(scratch.home, {}, [], () => now);
	const here = (path: string) => mounts.pathOf(scratch.at('.claude'), path, false).replace(scratch.home, '~');
	expect(here('/workspaces/api/src/a.ts')).toBe('/workspaces/api/src/a.ts');
	opened('one', scratch.at('work/api'), '/workspaces/api');
	docker('two', { '/workspace': 'work' });
	now += 60_000;
	expect([here('/workspaces/api/src/a.ts'), here('/workspace/api')]).toEqual(['~/work/api/src/a.ts', '~/work/api']);
});
