/** ntfy, its own server or ntfy.sh: the body is the message, and plain text unless a header says otherwise (https://docs.ntfy.sh/publish/). */
import { textOf } from '../message.ts';
import type { Shape } from './shape.ts';

export const ntfy: Shape = {
	name: 'ntfy',
	isAt: ({ hostname }) => hostname === 'ntfy.sh',
	request: (message) => ({
		headers: { 'content-type': 'text/plain; charset=utf-8', title: 'Pylon', tags: 'pylon' },
		body: textOf(message),
	}),
};
