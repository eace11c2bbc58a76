/** Origins of GitHub Enterprise hosts. Pure. */

/**
 * What a person types, `git.acme.dev` perhaps, as an origin. `undefined` where it is none, or not over TLS. Without its port:
 * no repository's name has one, and the browser's permission is for all of a host's (Firefox knows no others).
 */
export function originFrom(typed: string): string | undefined {
	const text = typed.trim();
	const address = text.includes('://') ? text : `https://${text}`;
	if (!URL.canParse(address)) return undefined;
	const { protocol, hostname } = new URL(address);
	return protocol === 'https:' && hostname.includes('.') && hostname !== 'github.com' ? `https://${hostname}` : undefined;
}

/** The match pattern of everything on a host. */
export const patternOf = (origin: string): string => `${origin}/*`;
