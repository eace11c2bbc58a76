/** SHA-256. What Node hashes with takes longer to load than all else that the board needs of Node, so it is loaded when first asked. */
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** In hex, 64 digits. */
export function sha256(text: string): string {
	const { createHash } = load('node:crypto') as typeof import('node:crypto');
	return createHash('sha256').update(text).digest('hex');
}
