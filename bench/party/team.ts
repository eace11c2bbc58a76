/** Many people in one room, on sockets that cost the measuring process little: no client of ours, no parsing. */
import { readFile } from 'node:fs/promises';
import WebSocket from 'ws';
import type { Relay } from '../../scripts/relay.ts';
import { callRelay } from '../../shared/relay.ts';
import type { SealedReport } from '../../shared/report/report.ts';
import { newRoomKey, seal } from '../../shared/seal.ts';

export const CREATE_KEY = 'the-create-key-of-the-bench';
/** What a message of the relay's holds: of files, with what is around them. */
const TOUCHES_PER_MESSAGE = 300;
let rooms = 0;

export interface Member {
	credential: string;
	operatorId: string;
}

export class TestTeam {
	readonly url: string;
	readonly room: string;
	readonly members: Member[];
	readonly key = newRoomKey();
	readonly sockets: WebSocket[] = [];

	private constructor(url: string, room: string, members: Member[]) {
		this.url = url;
		this.room = room;
		this.members = members;
	}

	static async open(url: string, size: { operators: number; agents: number; touches: number }): Promise<TestTeam> {
		const room = `bench-${process.pid}-${++rooms}`;
		const call = callRelay({ server: url, room });
		const admin = await call.room.create.mutate({ name: 'Operator', device: 'laptop', createKey: CREATE_KEY });
		const { secret } = await callRelay({ server: url, room, credential: admin.credential }).invite.create.mutate({ uses: 'unlimited' });
		const joined = [admin];
		while (joined.length < size.operators) {
			joined.push(await call.invite.accept.mutate({ secret, name: `Operator ${joined.length}`, device: 'laptop' }));
			await pause(60); // Strangers share an allowance of 20 calls a second.
		}
		const team = new TestTeam(
			url,
			room,
			joined.map(({ credential, operator }) => ({ credential, operatorId: operator.operatorId })),
		);
		await team.#report(size.agents, size.touches);
		return team;
	}

	/** A socket of the member, let in. */
	async socket(member: number): Promise<WebSocket> {
		const socket = await openSocket(`${this.url.replace('http', 'ws')}/parties/main/${this.room}?connectionParams=1`);
		socket.send(JSON.stringify({ method: 'connectionParams', data: { credential: this.#member(member).credential } }));
		this.sockets.push(socket);
		return socket;
	}

	reportOf(number: number, touches: number): SealedReport {
		return {
			agentId: number.toString(16).padStart(16, '0'),
			kind: 'claude-code',
			status: 'working',
			statusAge: 0,
			task: seal(this.key, 'task', 'Move the session store to the new cache'),
			repo: seal(this.key, 'repo', 'github.com/acme/api'),
			branch: seal(this.key, 'branch', 'feature/session-store'),
			touches: Array.from({ length: touches }, (_, index) => ({
				path: seal(this.key, 'path', pathOf(number, index)),
				mode: 'alive' as const,
				age: index,
			})),
			errors: 0,
			tokens: { input: 120_000, cached: 900_000, output: 40_000 },
		};
	}

	close(): void {
		for (const socket of this.sockets) socket.close();
	}

	/** All agents, evenly over the members, in messages as large as the relay takes. */
	async #report(agents: number, touches: number): Promise<void> {
		const each = Math.max(1, Math.floor(TOUCHES_PER_MESSAGE / Math.max(1, touches)));
		for (const [index, member] of this.members.entries()) {
			const own = Array.from({ length: agents }, (_, number) => number).filter((number) => number % this.members.length === index);
			const { agent } = callRelay({ server: this.url, room: this.room, credential: member.credential });
			for (let from = 0; from < own.length; from += each) {
				const whole = own.slice(from, from + each).map((number) => this.reportOf(number, touches));
				await agent.report.mutate({ whole, changed: [], gone: [], more: from + each < own.length });
			}
		}
	}

	#member(index: number): Member {
		const member = this.members[index % this.members.length];
		if (member === undefined) throw new Error('The team is empty.');
		return member;
	}
}

export const pathOf = (agent: number, file: number): string => `packages/server/src/features/area-${agent}/file-${file}.ts`;

export function openSocket(url: string): Promise<WebSocket> {
	return new Promise((resolve, reject) => {
		const socket = new WebSocket(url, { perMessageDeflate: false });
		socket.once('open', () => resolve(socket));
		socket.once('error', reject);
	});
}

export const nextMessage = (socket: WebSocket): Promise<Buffer> =>
	new Promise((resolve) => socket.once('message', (data) => resolve(data as Buffer)));
/** The next message that holds the text; ask for it before it can come. */
export function messageWith(socket: WebSocket, text: string): Promise<Buffer> {
	return new Promise((resolve) => {
		const hear = (data: Buffer) => {
			if (!data.includes(text)) return;
			socket.off('message', hear);
			resolve(data);
		};
		socket.on('message', hear);
	});
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** CPU time that the relay's runtime has used, in ms. */
export async function cpuOf(relay: Relay): Promise<number> {
	const fields = (await procFile(relay, 'stat')).split(') ')[1]?.split(' ') ?? [];
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** What the runtime holds of the machine's memory, garbage included, in MB. */
export async function memoryOf(relay: Relay): Promise<number> {
	return Number(/VmRSS:\s+(\d+) kB/.exec(await procFile(relay, 'status'))?.[1]) / 1_000;
}

const procFile = (relay: Relay, name: string): Promise<string> => readFile(`/proc/${relay.pid}/${name}`, 'utf8');
