import { afterEach, beforeEach, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import type { AgentEdits } from './remembered-edits.ts';
import { SilentAgents } from './silent-agents.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

const AT = 1_800_000_000_000;
function edited(folder: string, branch: string, ...paths: string[]): AgentEdits {
	const root = scratch.at(folder);
	return {
		agentId: '0000000000000001',
		kind: 'codex',
		edits: paths.map((path, index) => ({ worktreeTop: root, root, branch, path, at: AT - index })),
	};
}

test('is told with where its changes live and nothing of what it did', async () => {
	scratch.repository('api');
	scratch.git('api', 'remote', 'add', 'origin', 'https://github.com/acme/api.git');
	const silent = new SilentAgents();
	expect(await silent.show([edited('api', 'fix/login', 'b.ts', 'a.ts')])).toBe(true);
	expect(silent.list()).toMatchObject([
		{ repo: 'github.com/acme/api', branch: 'fix/login', status: 'idle', task: undefined, touches: [{ path: 'b.ts' }, { path: 'a.ts' }] },
	]);
	expect(await silent.show([edited('api', 'fix/login', 'b.ts', 'a.ts')]), 'again the same').toBe(false);
});

test('[A13] a credential in the name of its repository or branch is masked, as of any other agent', async () => {
	const secret = `ghp_${'aB3dE6gH9jK2mN5pQ8sT1vW4xY7zA0cD3fG6'.slice(0, 36)}`;
	scratch.repository('api');
	scratch.git('api', 'remote', 'add', 'origin', `https://github.com/acme/${secret}.git`);
	const silent = new SilentAgents();
	await silent.show([edited('api', `fix/${secret}`, `src/${secret}.ts`)]);
	expect(silent.list()).toHaveLength(1);
	const { cwd, root, top, ...shared } = silent.list()[0] as unknown as Record<string, unknown>;
	expect(JSON.stringify(shared)).not.toContain(secret);
});
