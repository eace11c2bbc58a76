/** A port of this machine's loopback that nobody listens at: the wanted one, or the next after it. */
import { createServer } from 'node:net';
import { errorCode } from '../../bridge/base/private-file.ts';
import { UserError } from '../../bridge/base/user-error.ts';

const TRIES = 50;

export async function freePort(wanted: number): Promise<number> {
	for (let port = wanted; port < wanted + TRIES && port <= 65_535; port++) if (await isFree(port)) return port;
	throw new UserError(`Port ${wanted} and those after it are in use.`, 'Choose another one: npm start -- --port 4000');
}

function isFree(port: number): Promise<boolean> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', (error) => (['EADDRINUSE', 'EACCES'].includes(errorCode(error) ?? '') ? resolve(false) : reject(error)));
		server.listen({ host: '127.0.0.1', port }, () => server.close(() => resolve(true)));
	});
}
