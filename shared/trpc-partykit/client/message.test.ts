import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMessage } from './message.ts';

test.each([
	{ id: 1, result: { type: 'data', data: 5 } },
	{ id: 2, error: { code: -32_600, message: 'No', data: {} } },
	{ id: null, method: 'reconnect' },
])('%j is a message', (message) => expect(decodeMessage(JSON.stringify(message))).toEqual(message));

test.each([
	'',
	'<h1>',
	'null',
	'[]',
	'5',
	'{}',
	'{"id":1,"result":null}',
	'{"id":1,"error":"no"}',
	'{"id":1,"error":{}}',
	undefined,
	new ArrayBuffer(4),
])('%j is none, and harms nobody', (data) => expect(decodeMessage(data)).toEqual({ id: -1 }));

test('whatever arrives is an object without a result, or with one', () => {
	fc.assert(
		fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
			const { result } = decodeMessage(text) as { result?: unknown };
			expect(typeof result === 'object' ? result : {}).not.toBeNull();
		}),
	);
});
