/**
 * The end of a socket that has no business here. A close frame asks for it; a peer that does not answer, and one that never sent
 * anything (workerd 1.20261117 waits for more of it), would hold the connection for as long as it likes. So it is cut.
 */

/** How long a peer has to say goodbye. */
const GOODBYE_MS = 1_000;
/** By which the runtime's complaint about a connection that was cut is told from others. */
export const CUT = 'pylon-rooms cut a socket that had been shown out';

/** Cuts what is on the leash unless its socket is let in; resolves when that is decided. */
export async function keepOnLeash(leash: AbortController, isLetIn: Promise<boolean>): Promise<void> {
	if (await isLetIn) return;
	await goodbye();
	leash.abort(new Error(CUT));
}

const goodbye = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, GOODBYE_MS));

/** A socket that is told why it is closed, and nothing else. */
export function closedSocket({ code, refusal }: { code: number; refusal: string }, context: ExecutionContext | undefined): Response {
	const { 0: client, 1: server } = new WebSocketPair();
	server.accept();
	const ended = new Promise<boolean>((resolve) => server.addEventListener('close', () => resolve(true)));
	server.close(code, refusal);
	const cut = goodbye().then(() => false);
	context?.waitUntil(Promise.race([ended, cut]).then((isOver) => isOver || context.abort?.(new Error(CUT))));
	return new Response(null, { status: 101, webSocket: client } as ResponseInit);
}
