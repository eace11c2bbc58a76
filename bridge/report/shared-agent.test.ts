/** What a switch keeps back is in no other fact either. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Policy } from '../../shared/report/facts.ts';
import { OPEN_POLICY } from '../../shared/report/policy.ts';
import { Scratch } from '../../testing/scratch.ts';
import { readLocalAgents } from '../local-agents/local-agents.ts';
import { sharedAgent } from './shared-agent.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

const told = async (policy: Partial<Policy>) => {
	const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: Date.now() });
	return agents.map((agent) => sharedAgent(agent, { ...OPEN_POLICY, ...policy }));
};

test('[P5] where reads are off, the phrase of what an agent does names no file that it only reads', async () => {
	const root = scratch.repository('api', 'git@github.com:acme/api.git');
	const session = scratch.claude('one', root);
	session.edit(join(root, 'src/edited.ts'));
	session.read(join(root, 'src/CANARY.ts'));
	expect(await told({})).toMatchObject([{ task: 'Reading CANARY.ts' }]);
	const without = await told({ reads: false });
	expect(without).toMatchObject([{ task: 'Reading a file', touches: [{ path: 'src/edited.ts' }] }]);
	expect(JSON.stringify(without)).not.toContain('CANARY');
	session.read(join(root, 'src/edited.ts'));
	expect(await told({ reads: false })).toMatchObject([{ task: 'Reading edited.ts' }]);
	session.edit(join(root, 'src/edited.ts'));
	expect(await told({ reads: false })).toMatchObject([{ task: 'Editing edited.ts' }]);
});
