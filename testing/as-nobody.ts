/** For tests run as root, who may read everything: what is done here is done as a user who may not. Elsewhere nothing changes. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

export async function asNobody<T>(work: () => Promise<T>): Promise<T> {
	becomeNobody();
	try {
		return await work();
	} finally {
		becomeRoot();
	}
}

export function becomeNobody(): void {
	if (isRoot) process.seteuid?.(NOBODY);
}

export function becomeRoot(): void {
	if (isRoot) process.seteuid?.(0);
}
