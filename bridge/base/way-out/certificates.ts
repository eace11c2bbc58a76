/**
 * Certificates that an environment names besides Node's own, as OpenSSL's programs read them: files, and folders of them. All are trusted
 * besides the usual ones. The one that Node reads by itself is spelled in capitals.
 */
import { delimiter, join } from 'node:path';
import { ifReadable, readableNamesIn } from '../missing-file.ts';
import { wholeFile } from '../whole-file.ts';
import { either } from './proxies.ts';

export interface Certificates {
	/** Each in PEM. */
	texts: string[];
	/** Variables that name a file without any. */
	unusable: string[];
}

const FILES = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'];
const FOLDERS = 'SSL_CERT_DIR';
/** All that are trusted anywhere take a tenth. */
const BUNDLE_MAX_BYTES = 8 * 1024 * 1024;
/** One after another in a file, with remarks in between. */
const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

export function certificatesOf(env: NodeJS.ProcessEnv): Certificates {
	const files = FILES.flatMap((name) => {
		const named = either(env, name);
		return named === undefined ? [] : [{ variable: named.variable, texts: certificatesIn(named.value) }];
	});
	const folders = (either(env, FOLDERS)?.value ?? '').split(delimiter).filter((folder) => folder !== '');
	return {
		texts: [
			...files.flatMap(({ texts }) => texts),
			...folders.flatMap((folder) => readableNamesIn(folder).flatMap((name) => certificatesIn(join(folder, name)))),
		],
		unusable: files.filter(({ texts }) => texts.length === 0).map(({ variable }) => variable),
	};
}

const certificatesIn = (file: string): string[] =>
	ifReadable(() => wholeFile(file, BUNDLE_MAX_BYTES))
		?.toString()
		.match(BLOCK) ?? [];

/** From now on. One that is damaged would make Node refuse all, so it is left out; looking at each takes its time, and is done only then. */
export async function trust(texts: readonly string[]): Promise<void> {
	const { getCACertificates, setDefaultCACertificates } = await import('node:tls');
	const usual = getCACertificates?.('default') ?? [];
	try {
		setDefaultCACertificates?.([...usual, ...texts]);
	} catch (error) {
		if (!isDamage(error)) throw error;
		const { X509Certificate } = await import('node:crypto');
		setDefaultCACertificates([...usual, ...texts.filter((text) => isWhole(() => new X509Certificate(text)))]);
	}
}

function isWhole(read: () => unknown): boolean {
	try {
		read();
		return true;
	} catch (error) {
		if (isDamage(error)) return false;
		throw error;
	}
}

/** https://nodejs.org/api/errors.html#openssl-error-codes */
const isDamage = (error: unknown): boolean => error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_OSSL_');
