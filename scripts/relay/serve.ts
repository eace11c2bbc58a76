/** A relay for a team: it says what it is, and runs until the signal. */
import { join } from 'node:path';
import { EXIT, UserError } from '../../bridge/base/user-error.ts';
import { VERSION } from '../../bridge/base/version.ts';
import { counted } from '../../shared/words.ts';
import { startRelay } from '../relay.ts';
import { isLoopback, type ServeOptions } from './options.ts';
import { roomFilesIn, roomsOf } from './room-file.ts';

interface Surroundings {
	/** Of the clone. */
	project: string;
	signal: AbortSignal;
	tell(line: string): void;
}

export async function serve(options: ServeOptions, { project, signal, tell }: Surroundings): Promise<void> {
	const { data, ...rest } = options;
	const formerStates = [join(project, '.partykit', 'state')];
	const relay = await startRelay({ ...rest, persist: data, formerStates, signal, onLine: tell });
	for (const line of introduction(options, new URL(relay.url).port)) tell(line);
	signal.addEventListener('abort', () => tell('Stopping.'), { once: true });
	await relay.ended;
	if (!signal.aborted)
		throw new UserError(
			'The relay’s runtime ended, and nobody told it to.',
			'What it said last is above. Start the relay again: what was stored is there.',
			EXIT.defect,
		);
	tell('Stopped. Every room is on the disk.');
}

/** Whoever comes through a proxy seems to be of this machine. */
function whoReads(metricsToken: string | undefined, trustProxy: boolean): string {
	if (metricsToken !== undefined) return 'whoever has the token';
	return trustProxy ? 'nobody, until PYLON_METRICS_TOKEN is set' : 'this machine alone';
}

/** What it is, who may do what on it, and where its rooms are. */
function introduction({ host, data, createKey, metricsToken, trustProxy }: ServeOptions, port: string): string[] {
	const isOwn = isLoopback(host);
	return [
		`Pylon Rooms ${VERSION}: a relay, listening at ${host.includes(':') ? `[${host}]` : host}:${port}.`,
		isOwn
			? 'This machine alone reaches it, and a proxy that you put in front of it.'
			: 'Everybody on its network reaches it. It speaks plain HTTP: beyond a network that you trust, put a proxy with TLS in front of it.',
		createKey === undefined
			? 'Everybody who reaches it may open rooms: it has no create key (PYLON_CREATE_KEY).'
			: 'Whoever has the create key may open rooms.',
		...(trustProxy ? ['Who calls is who the proxy in front of it says (--trust-proxy).'] : []),
		`Its rooms lie in ${data}: ${counted(roomFilesIn(roomsOf(data)).length, 'room')} so far.`,
		`Its figures are at /metrics, for ${whoReads(metricsToken, trustProxy)}.`,
	];
}
