/** This machine's agents and what has become of their edits, on real repositories and session files. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { readLocalAgents } from '../local-agents/local-agents.ts';
import { LivingAgents } from './living-agents.ts';

let scratch: Scratch;
let ends: AbortController;
beforeEach(() => {
	scratch = new Scratch();
	ends = new AbortController();
});
afterEach(() => {
	ends.abort();
	scratch.remove();
});

/** As one start of the bridge has them. */
function living(): LivingAgents {
	ends.abort();
	ends = new AbortController();
	const onProblem = (problem: string) => {
		throw new Error(problem);
	};
	return new LivingAgents({ home: scratch.home, clock: Date.now, signal: ends.signal, onChange: () => {}, onProblem });
}

test('[A13] [C10] what is masked in a path and a branch is masked on the way out alone: git is asked by their real names', async () => {
	const secret = `ghp_${'aB3dE6gH9jK2mN5pQ8sT1vW4xY7zA0cD3fG6'.slice(0, 36)}`;
	const root = scratch.repository('api', 'https://github.com/acme/api.git');
	scratch.git('api', 'update-ref', 'refs/remotes/origin/main', 'main');
	scratch.git('api', 'switch', '--quiet', '-c', `fix/${secret}`);
	const session = scratch.claude('one', root);
	session.branch = `fix/${secret}`;
	session.prompt();
	session.edit(scratch.write(`api/src/${secret}.ts`, 'mine\n'));
	scratch.git('api', 'add', '.');
	scratch.git('api', 'commit', '--quiet', '-m', 'Mine');

	const followed = living();
	followed.show((await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: Date.now() })).agents);
	const path = await isAlive(followed);
	const silent = living();
	silent.show([]);
	expect(await isAlive(silent)).toBe(path);

	async function isAlive(agents: LivingAgents): Promise<string> {
		const touch = () => agents.list()[0]?.touches[0];
		await expect.poll(() => touch()?.mode).toBe('alive');
		const [agent] = agents.list();
		const { path = '' } = touch() ?? {};
		expect([path, agent?.branch].join()).not.toContain(secret);
		expect(agents.changeOf(agent?.agentId ?? '', path)?.edit.path).toBe(`src/${secret}.ts`);
		return path;
	}
});
