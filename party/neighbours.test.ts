/** What a bridge hears of the others: what is in the repositories that it names, and nothing else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NEIGHBOURHOODS_MAX } from '../shared/limits.ts';
import { agentIdOf, joinAs, openRoom, type Person, report, reportOf, sealedText, type TriedRelay, tryRelay } from '../testing/try-relay.ts';

const API = sealedText('github.com/acme/api');
const WEB = sealedText('github.com/acme/web');

describe('a neighbour', () => {
	let relay: TriedRelay;
	let jake: Person;
	let andrew: Person;
	beforeAll(async () => {
		relay = await tryRelay();
		jake = await openRoom(relay.url);
		andrew = await joinAs(jake, relay.url, 'Andrew');
	});
	afterAll(() => relay.stop());

	test('[P9] hears at first of all agents in its repositories, and of none in others', async () => {
		await andrew.call.agent.report.mutate(report([reportOf(1, ['a.ts']), reportOf(2, ['b.ts'], { repo: WEB })]));
		const ear = await jake.open('neighbour', [API]);
		expect((await ear.next('neighbours')).agents.map(({ agentId }) => agentId)).toEqual([agentIdOf(1)]);
		ear.close();
	});

	test('[P9] then of what changes in files there, of whom it goes from and comes to, and of nothing else', async () => {
		await andrew.call.agent.report.mutate(report([reportOf(1, ['a.ts']), reportOf(2, ['b.ts'], { repo: WEB })]));
		const ear = await jake.open('neighbour', [API]);
		await ear.next('neighbours');
		const touches = [{ path: sealedText('c.ts'), mode: 'alive' as const, age: 0 }];
		await andrew.call.agent.report.mutate(
			report(
				[],
				[
					{ agentId: agentIdOf(2), touches },
					{ agentId: agentIdOf(1), status: 'idle' },
				],
			),
		);
		await andrew.call.agent.report.mutate(report([], [{ agentId: agentIdOf(1), touches }]));
		expect((await ear.next('agent-changed')).patch).toMatchObject({ agentId: agentIdOf(1), touches });
		await andrew.call.agent.report.mutate(report([reportOf(1, ['a.ts'], { repo: WEB })]));
		expect(await ear.next('agent-gone')).toMatchObject({ operatorId: andrew.operatorId, agentId: agentIdOf(1) });
		await andrew.call.agent.report.mutate(report([reportOf(2, ['a.ts'])]));
		expect((await ear.next('agent')).report.agentId).toBe(agentIdOf(2));
		expect(ear.events.map(({ type }) => type)).toEqual(['neighbours', 'agent-changed', 'agent-gone', 'agent']);
		ear.close();
	});

	test('[F3] [F6] is told when a machine has said everything, when it goes, and to ask again when the room has slept', async () => {
		const ear = await jake.open('neighbour', [API]);
		await ear.next('neighbours');
		const bridge = await andrew.open('bridge');
		await bridge.client.agent.report.mutate({ ...report([reportOf(3, ['a.ts'])]), more: false });
		expect(await ear.next('reported')).toMatchObject({ operatorId: andrew.operatorId, deviceId: andrew.deviceId });
		bridge.close();
		expect(await ear.next('reporter-gone')).toMatchObject({ deviceId: andrew.deviceId });
		await relay.crash();
		await ear.next('neighbours');
		ear.close();
	});

	test(`[L4] names ${NEIGHBOURHOODS_MAX} repositories at the most`, async () => {
		const many = Array.from({ length: NEIGHBOURHOODS_MAX + 1 }, (_, index) => sealedText(`github.com/acme/${index}`));
		await expect(jake.open('neighbour', many)).rejects.toThrow('The subscription was refused');
		const ear = await jake.open('neighbour', many.slice(1));
		expect((await ear.next('neighbours')).repos).toHaveLength(NEIGHBOURHOODS_MAX);
		ear.close();
	});
});
