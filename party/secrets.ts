/** Credentials and secrets: made here, told once, kept as SHA-256. */
import { randomBytes, sha256Hex, toBase64Url } from '../shared/bytes.ts';

const CREDENTIAL_BYTES = 32;
const DEVICE_ID_DIGITS = 16;

export interface Credential {
	/** Told to the device, once. */
	credential: string;
	hash: string;
	deviceId: string;
}

export async function newCredential(): Promise<Credential> {
	const credential = toBase64Url(randomBytes(CREDENTIAL_BYTES));
	const hash = await sha256Hex(credential);
	return { credential, hash, deviceId: deviceIdFrom(hash) };
}

/** The first digits of the credential's hash: enough to name a device, too few to find the credential. */
export const deviceIdFrom = (hash: string): string => hash.slice(0, DEVICE_ID_DIGITS);

export const newId = (): string => Array.from(randomBytes(4), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Compares hashes, so that the time it takes tells nothing of the key. */
export async function isSameSecret(one: string, other: string): Promise<boolean> {
	return (await sha256Hex(one)) === (await sha256Hex(other));
}

/** Whether somebody who shows this create key may open rooms on a relay that has that one, or none. */
export async function mayOpen(createKey: string | undefined, shown: string | undefined): Promise<boolean> {
	return createKey === undefined || isSameSecret(shown ?? '', createKey);
}
