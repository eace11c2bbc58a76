/** The body of a request, within the relay's limits, whatever its sender says of its length. */
import { BODY_WITHIN_MS, MESSAGE_MAX_BYTES } from '../../shared/limits.ts';

/** How much of a body that is too large is read to its end, so that its sender gets the answer. */
const DROPPED_MAX_BYTES = 32 * 1024 * 1024;

export type Body = { text: string } | 'too-large' | 'too-slow';

export async function readBody(request: Request, withinMs = BODY_WITHIN_MS): Promise<Body> {
	const reader = request.body?.getReader();
	if (reader === undefined) return { text: '' };
	const late = Promise.withResolvers<'late'>();
	const timer = setTimeout(() => late.resolve('late'), withinMs);
	try {
		return await readWhile(reader, late.promise);
	} finally {
		clearTimeout(timer);
	}
}

async function readWhile(reader: ReadableStreamDefaultReader<Uint8Array>, late: Promise<'late'>): Promise<Body> {
	const decoder = new TextDecoder();
	let bytes = 0;
	let text = '';
	for (;;) {
		const read = await Promise.race([reader.read(), late]);
		if (read === 'late') return dropped(reader, 'too-slow');
		if (read.done) return bytes > MESSAGE_MAX_BYTES ? 'too-large' : { text: text + decoder.decode() };
		bytes += read.value.byteLength;
		if (bytes <= MESSAGE_MAX_BYTES) text += decoder.decode(read.value, { stream: true });
		else text = '';
		if (bytes > DROPPED_MAX_BYTES) return dropped(reader, 'too-large');
	}
}

/** The rest is not read: the runtime ends the connection. */
async function dropped(reader: ReadableStreamDefaultReader<Uint8Array>, why: 'too-large' | 'too-slow'): Promise<typeof why> {
	await reader.cancel();
	return why;
}
