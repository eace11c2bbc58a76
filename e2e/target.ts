/** A page that is no tab, and so none to Playwright, such as the real popup and the real side panel: through the browser's own protocol. */
import type { CDPSession } from 'playwright-core';

export interface Target {
	/** A command of the protocol, as `Page.captureScreenshot`; throws what the browser says against it. */
	send(method: string, params?: object): Promise<unknown>;
	/** An expression in the page; promises are waited for. */
	evaluate(expression: string): Promise<unknown>;
	close(): Promise<void>;
}

interface Answer {
	id: number;
	result?: unknown;
	error?: { message: string };
}

/** Throws where nothing shows this address. */
export async function attachTo(session: CDPSession, url: string): Promise<Target> {
	const { targetInfos } = await session.send('Target.getTargets');
	const targetId = targetInfos.find((target) => target.url === url)?.targetId;
	if (targetId === undefined) throw new Error(`Nothing shows ${url}.`);
	const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
	let sent = 0;
	const send = async (method: string, params: object = {}): Promise<unknown> => {
		const id = ++sent;
		const answered = new Promise<Answer>((resolve) => {
			session.on('Target.receivedMessageFromTarget', function hear(event) {
				const answer = JSON.parse(event.message) as Answer;
				if (event.sessionId !== sessionId || answer.id !== id) return;
				session.off('Target.receivedMessageFromTarget', hear);
				resolve(answer);
			});
		});
		await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) });
		const { result, error } = await answered;
		if (error !== undefined) throw new Error(`${method}: ${error.message}`);
		return result;
	};
	return {
		send,
		evaluate: async (expression) => {
			const answer = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
			const { result, exceptionDetails } = answer as { result: { value?: unknown }; exceptionDetails?: { text: string } };
			if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
			return result.value;
		},
		close: async () => {
			await session.send('Target.closeTarget', { targetId });
		},
	};
}
