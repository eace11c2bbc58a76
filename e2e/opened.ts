/** Reads recorded traffic as a member could: everything that was sealed with the room's key, in plain text. */

import type { TextField } from '../shared/report/facts.ts';
import { TEXT_MAX } from '../shared/report/facts.ts';
import { unseal } from '../shared/seal.ts';

const FIELDS = Object.keys(TEXT_MAX) as TextField[];
const SEALED = /[A-Za-z0-9_-]{23,}/g;

/** Every text that was sealed and crossed, each once. */
export function openedTexts(roomKey: Uint8Array, crossed: readonly string[]): string[] {
	const candidates = new Set(crossed.flatMap((text) => text.match(SEALED) ?? []));
	return [...candidates].flatMap((candidate) => {
		const opened = FIELDS.map((field) => unseal(roomKey, field, candidate)).find((text) => text !== undefined);
		return opened === undefined ? [] : [opened];
	});
}
