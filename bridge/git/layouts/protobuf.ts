/** Fields of a message as protocol buffers write it (https://protobuf.dev/programming-guides/encoding): those that hold bytes, text or messages. */

/** By number. */
export type Fields = ReadonlyMap<number, readonly Buffer[]>;

const [NUMBER, FIXED_64, BYTES, FIXED_32] = [0, 1, 2, 5];

/** None of a field that holds a number; what is broken ends the message. */
export function fieldsOf(bytes: Buffer): Fields {
	const fields = new Map<number, Buffer[]>();
	let at = 0;
	const number = (): number => {
		let value = 0;
		for (let factor = 1; at < bytes.length; factor *= 128) {
			const byte = bytes[at++] as number;
			value += (byte & 0x7f) * factor;
			if (byte < 0x80) break;
		}
		return value;
	};
	while (at < bytes.length) {
		const tag = number();
		const kind = tag & 7;
		if (kind === NUMBER) number();
		else if (kind === FIXED_64) at += 8;
		else if (kind === FIXED_32) at += 4;
		else if (kind === BYTES) {
			const length = number();
			if (at + length > bytes.length) break;
			const field = Math.floor(tag / 8);
			fields.set(field, [...(fields.get(field) ?? []), bytes.subarray(at, at + length)]);
			at += length;
		} else break;
	}
	return fields;
}

export const bytesIn = (fields: Fields, field: number): readonly Buffer[] => fields.get(field) ?? [];

export const textOf = (fields: Fields, field: number): string | undefined => fields.get(field)?.[0]?.toString('utf8');
