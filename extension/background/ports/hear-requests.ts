/** The door for what surfaces ask. Whatever becomes of it, each request is answered: a surface that waits would wait for ever. */
import { browser } from 'wxt/browser';
import { type Answer, answer, type Fault, type SurfaceRequest, surfaceRequest } from '../../contract/surface-request.ts';
import { StorageError } from '../storage/storage-error.ts';
import { isOwnPage } from './ports.ts';

export function hearRequests(answerTo: (request: SurfaceRequest) => Promise<Answer>): void {
	browser.runtime.onMessage.addListener((message: unknown, sender, respond: (answer: Answer) => void) => {
		if (!isOwnPage(sender)) return false;
		void reply(message, answerTo).then(respond);
		return true; // The answer comes later.
	});
}

async function reply(message: unknown, answerTo: (request: SurfaceRequest) => Promise<Answer>): Promise<Answer> {
	try {
		return answer.parse(await answerTo(surfaceRequest.parse(message)));
	} catch (error) {
		return { isDone: false, fault: faultIn(error) };
	}
}

function faultIn(error: unknown): Fault {
	if (error instanceof StorageError) return { type: 'storage' };
	// A fault of ours: told where the browser's console shows it, as if it had been thrown.
	console.error(error);
	return { type: 'failed' };
}
