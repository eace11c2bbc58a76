/**
 * How commands on this machine talk to the running bridge: one question and one answer over a socket that only this user can open.
 * Holding the socket is what makes a bridge the only one of its HOME: a file that a dead one left behind does no harm.
 */
import { rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { z } from 'zod';
import { controlAddress } from '../base/control-address.ts';
import { ifReadable } from '../base/missing-file.ts';
import { errorCode, makePrivateFolder } from '../base/private-file.ts';
import { type Inquiry, inquiry } from '../warn/question.ts';

/** What commands ask, in a word; agents ask in JSON. */
const question = z.enum(['status', 'peek', 'reload', 'stop']);
export type Question = z.infer<typeof question>;
/** Not one answer but a line for each change, until whoever asked goes away: `agent-feed.ts`. */
export const FOLLOW = 'follow';
/** Writes lines until the signal. */
export type Follow = (write: (line: string) => void, signal: AbortSignal) => void;

const ANSWER_TIMEOUT_MS = 5_000;
const QUESTION_MAX = 256 * 1024;
const UNREAD_MAX = 16 * 1024 * 1024;

export function address(home: string): string {
	const { path, folder } = controlAddress(home);
	if (folder !== undefined) makePrivateFolder(folder);
	return path;
}

type Answer = (question: Question | Inquiry) => unknown;

/** A pipe of Windows goes with the process that made it. */
const leavesFiles = process.platform !== 'win32';

/** `false`: another bridge of this HOME runs. Until `signal` aborts, `answer` is asked. */
export async function holdControl(home: string, signal: AbortSignal, answer: Answer, follow: Follow = () => undefined): Promise<boolean> {
	const path = address(home);
	const server = createServer({ allowHalfOpen: true }, (socket) => serve(socket, answer, (each) => serveLines(each, follow, signal)));
	if (!(await listens(server, path))) {
		const found = leavesFiles ? markOf(path) : undefined;
		// One that is busy or stopped may take long to answer, and is the one all the same.
		if (await isHeld(home)) return false;
		// What a killed bridge left behind makes way, what another one has put there meanwhile does not.
		if (leavesFiles && markOf(path) === found) rmSync(path, { force: true });
		if (!(await listens(server, path))) return false;
	}
	signal.addEventListener('abort', () => server.close(), { once: true });
	return true;
}

/** Which file of that name this is: numbers of files are given out again at once. */
function markOf(path: string): string | undefined {
	const stat = ifReadable(() => statSync(path, { bigint: true }));
	return stat && `${stat.ino} ${stat.ctimeNs}`;
}

function listens(server: Server, path: string): Promise<boolean> {
	return new Promise((resolve, reject) => {
		const onError = (error: Error) => (errorCode(error) === 'EADDRINUSE' ? resolve(false) : reject(error));
		server.once('error', onError);
		server.listen({ path, readableAll: false, writableAll: false }, () => {
			server.off('error', onError);
			resolve(true);
		});
	});
}

function serve(socket: Socket, answer: Answer, follow: (socket: Socket) => void): void {
	let text = '';
	socket.setEncoding('utf8');
	socket.on('error', () => socket.destroy()); // Whoever asked went away.
	socket.on('data', (chunk: string) => {
		text += chunk;
		if (text.length > QUESTION_MAX) socket.destroy();
	});
	socket.on('end', async () => {
		if (text.trim() === FOLLOW) return follow(socket);
		const asked = questionIn(text.trim());
		socket.end(asked === undefined ? '' : JSON.stringify((await answer(asked)) ?? null));
	});
}

function questionIn(text: string): Question | Inquiry | undefined {
	return text.startsWith('{') ? inquiry.safeParse(parsed(text)).data : question.safeParse(text).data;
}

/** Ends with the bridge, or when nobody reads any more. */
function serveLines(socket: Socket, follow: Follow, signal: AbortSignal): void {
	const gone = new AbortController();
	socket.on('close', () => gone.abort());
	signal.addEventListener('abort', () => socket.destroy(), { once: true, signal: gone.signal });
	follow((line) => {
		// Who reads too slowly begins anew, with all that there is then.
		if (socket.writableLength > UNREAD_MAX) socket.destroy();
		else socket.write(`${line}\n`);
	}, gone.signal);
}

/** Whether a bridge of this HOME runs, be it one that gives no answer. */
export function isHeld(home: string): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect({ path: address(home) });
		socket.once('error', () => resolve(false));
		socket.once('connect', () => {
			resolve(true);
			socket.destroy();
		});
	});
}

/** What is cut short, as by a bridge that ends while it answers, is none. */
function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

/** The running bridge's answer, or `undefined` where none runs. */
export function ask(home: string, what: Question | Inquiry): Promise<unknown> {
	return new Promise((resolve) => {
		const socket = connect({ path: address(home) });
		let text = '';
		socket.setEncoding('utf8');
		socket.setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy());
		socket.on('error', () => resolve(undefined));
		socket.on('data', (chunk: string) => {
			text += chunk;
		});
		socket.on('close', () => resolve(parsed(text)));
		socket.end(typeof what === 'string' ? what : JSON.stringify(what));
	});
}
