/** The key without which nobody opens rooms on this machine's relay: made once, readable by this user alone. */
import { join } from 'node:path';
import { z } from 'zod';
import { readPrivateJson, writePrivateJson } from '../../bridge/base/private-file.ts';
import { randomBytes, toBase64Url } from '../../shared/bytes.ts';

const KEY_BYTES = 24;
const createKey = z.strictObject({ createKey: z.string().min(1) });

export const newCreateKey = (): string => toBase64Url(randomBytes(KEY_BYTES));

export function createKeyIn(folder: string): string {
	const file = join(folder, 'create-key.json');
	const known = readPrivateJson(file, createKey);
	if (known !== undefined) return known.createKey;
	const made = { createKey: newCreateKey() };
	writePrivateJson(file, made);
	return made.createKey;
}
