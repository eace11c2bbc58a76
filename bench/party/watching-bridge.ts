/** A bridge as it is shipped, in a large room: it shares the repository that everybody works in, and so hears of all of them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { saveRoom } from '../../bridge/rooms/config.ts';
import { buildCli } from '../../scripts/build-cli.ts';
import { endChild } from '../../scripts/start/child.ts';
import { toBase64Url } from '../../shared/bytes.ts';
import { callRelay } from '../../shared/relay.ts';
import { Scratch } from '../../testing/scratch.ts';
import { pathOf, pause, type TestTeam } from './team.ts';

const JUDGED_WITHIN_MS = 60_000;
/** How long others report while it is looked at; each of fifty once a second. */
const BUSY_MS = 20_000;
const BUSY_AGENTS = 50;
const SETTLE_MS = 3_000;

/** Its memory at the most, and how much of a core it takes while others work. */
export async function watchingBridge(team: TestTeam, folder: string): Promise<{ megabytes: number; share: number }> {
	const scratch = new Scratch();
	let bridge: ChildProcess | undefined;
	try {
		await buildCli(join(folder, 'cli'));
		await furnish(scratch, team);
		const { PATH } = process.env;
		bridge = spawn(process.execPath, [join(folder, 'cli/pylon.js'), 'start'], {
			env: { PATH, HOME: scratch.home },
			stdio: ['ignore', 'ignore', 'inherit'],
		});
		await judged(team);
		await pause(SETTLE_MS);
		const [began, cpu] = [performance.now(), cpuMs(bridge)];
		await bustle(team);
		const share = ((cpuMs(bridge) - cpu) / (performance.now() - began)) * 100;
		return { megabytes: Number(/VmHWM:\s+(\d+) kB/.exec(proc(bridge, 'status'))?.[1]) / 1_000, share };
	} finally {
		if (bridge !== undefined) await endChild(bridge);
		scratch.remove();
	}
}

/** A home that is in the room, with an agent whose change is in a file that another agent changes too. */
async function furnish(scratch: Scratch, team: TestTeam): Promise<void> {
	const admin = callRelay({ server: team.url, room: team.room, credential: team.members[0]?.credential });
	const { secret } = await admin.invite.create.mutate({});
	const joined = await admin.invite.accept.mutate({ secret, name: 'Whoever watches', device: 'laptop' });
	const { name: operatorName, operatorId, color, role } = joined.operator;
	const { room, url: server } = team;
	const roomKey = toBase64Url(team.key);
	const { credential, deviceId: device } = joined;
	saveRoom(scratch.home, { room, server, operatorId, operatorName, color, role, sharedPaths: ['~/api'], credential, roomKey, device });
	const file = `api/${pathOf(0, 0)}`;
	const root = scratch.repository('api', 'https://github.com/acme/api.git');
	scratch.write(file, 'one\n');
	scratch.git('api', 'add', '.');
	scratch.git('api', 'commit', '--quiet', '-m', 'A file');
	scratch.git('api', 'update-ref', 'refs/remotes/origin/main', 'main');
	scratch.git('api', 'switch', '--quiet', '-c', 'fix');
	appendFileSync(join(scratch.home, file), 'two\n');
	const session = scratch.claude('watching', root);
	session.prompt();
	session.edit(join(scratch.home, file));
}

/** Until the bridge has told which lines it changes: then it has heard of the others. */
async function judged({ url: server, room, members }: TestTeam): Promise<void> {
	const { collision } = callRelay({ server, room, credential: members[0]?.credential });
	const deadline = performance.now() + JUDGED_WITHIN_MS;
	for (;;) {
		const { collisions } = await collision.list.query();
		if (collisions.some(({ contenders }) => contenders.some(({ lines }) => lines !== undefined))) return;
		if (performance.now() > deadline) throw new Error('The bridge never compared any lines.');
		await pause(500);
	}
}

/** Fifty agents change a file each, once a second. */
async function bustle(team: TestTeam): Promise<void> {
	const sockets = await Promise.all(Array.from({ length: BUSY_AGENTS }, (_, member) => team.socket(member)));
	const until = performance.now() + BUSY_MS;
	for (let turn = 0; performance.now() < until; turn++) {
		for (const [index, socket] of sockets.entries()) {
			const { agentId, touches } = team.reportOf(index, 1);
			const changed = [{ agentId, errors: turn, touches }];
			socket.send(JSON.stringify({ id: 2, method: 'mutation', params: { path: 'agent.report', input: { whole: [], changed, gone: [] } } }));
			await pause(1_000 / BUSY_AGENTS);
		}
	}
	for (const socket of sockets) socket.close();
}

const proc = ({ pid }: ChildProcess, name: string): string => readFileSync(`/proc/${pid}/${name}`, 'utf8');

function cpuMs(child: ChildProcess): number {
	const fields = proc(child, 'stat').split(') ')[1]?.split(' ') ?? [];
	return (Number(fields[11]) + Number(fields[12])) * 10;
}
