/** A browser's end of a native host: the real program as a process, its messages parsed as the extension parses them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { FrameReader, frame } from '../bridge/native/frames.ts';
import { RoomModel } from '../extension/room/room-model.ts';
import { home as project } from '../scripts/run.ts';
import { CHROME_EXTENSION, type HostMessage, hostMessage, NATIVE_PROTOCOL } from '../shared/native-messages.ts';
import { COMPILED } from './compiled.ts';
import { eventually } from './eventually.ts';

const PYLON = join(project, 'bridge/pylon.ts');
const SOON_MS = 40_000;

export class NativeClient {
	readonly process: ChildProcess;
	readonly messages: HostMessage[] = [];
	/** What the events have made of this machine's room. */
	readonly model = new RoomModel();
	stderr = '';

	constructor(
		env: NodeJS.ProcessEnv,
		args: readonly string[] = [`chrome-extension://${CHROME_EXTENSION}/`],
		execArgv: readonly string[] = [],
	) {
		const reader = new FrameReader();
		const child = spawn(process.execPath, [...execArgv, PYLON, 'native-host', ...args], { env: { ...COMPILED, ...env } });
		this.process = child;
		child.stdout.on('data', (chunk: Buffer) => {
			for (const each of reader.read(chunk)) this.#hear(hostMessage.parse(each));
		});
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			this.stderr += text;
		});
		// Who has ended reads nothing more.
		child.stdin.on('error', () => undefined);
	}

	#hear(message: HostMessage): void {
		this.messages.push(message);
		if (message.type === 'event') this.model.apply({ event: message.event, heardAt: Date.now() });
	}

	send(message: unknown): void {
		this.process.stdin?.write(frame(message));
	}

	hello(): void {
		this.send({ type: 'hello', protocol: NATIVE_PROTOCOL });
	}

	/** The newest message of a kind, once there is one that holds. */
	async heard<Type extends HostMessage['type']>(
		type: Type,
		holds: (message: Extract<HostMessage, { type: Type }>) => boolean = () => true,
	): Promise<Extract<HostMessage, { type: Type }>> {
		const newest = () => this.messages.findLast((each): each is Extract<HostMessage, { type: Type }> => each.type === type);
		return (await eventually(newest, (message) => message !== undefined && holds(message), SOON_MS)) as Extract<
			HostMessage,
			{ type: Type }
		>;
	}

	/** What agents touched, by path, once that holds. */
	touched(holds: (paths: string[]) => boolean): Promise<string[]> {
		return eventually(
			() => [...this.model.state.agents.values()].flatMap(({ touches }) => touches.map(({ path }) => path)),
			holds,
			SOON_MS,
		);
	}

	/** As a browser that closes. */
	async close(): Promise<number | null> {
		this.process.stdin?.end();
		if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'exit');
		return this.process.exitCode;
	}
}
