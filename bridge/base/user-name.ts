/** What this user is called here. */
import { userInfo } from 'node:os';

/** Undefined for a user without a name, as containers may run as one: a number that no list of users has. */
export function userName(): string | undefined {
	try {
		return userInfo().username || undefined;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ERR_SYSTEM_ERROR') return undefined;
		throw error;
	}
}
