/** One name for a repository, however its remote is spelled: `github.com/acme/api`. */

/** Default ports, users, passwords, `.git`, and the host's case (on the large ones the path's too) say nothing about which repository it is. */
export function canonicalRemote(url: string): string | undefined {
	const found = urlParts(url.trim()) ?? scpParts(url.trim());
	if (!found) return undefined;
	const host = HOSTS[found.host.toLowerCase()] ?? found.host.toLowerCase();
	const path = found.path
		.replace(/^[/~]+/, '')
		.replace(/\/+$/, '')
		.replace(/\.git$/, '')
		.replace(/\/+$/, '')
		.replace(/\/{2,}/g, '/');
	if (host === '' || path === '' || path.split('/').includes('..')) return undefined;
	return `${host}/${CASELESS.has(host) ? path.toLowerCase() : path}`;
}

/** GitHub's and GitLab's ssh over the https port: the same repositories. */
const HOSTS: { [host: string]: string } = {
	'ssh.github.com': 'github.com',
	'altssh.gitlab.com': 'gitlab.com',
	'altssh.bitbucket.org': 'bitbucket.org',
};
/** Hosts that take `Acme/Api` and `acme/api` for one repository. Of others nobody knows. */
const CASELESS = new Set(['github.com', 'gitlab.com', 'bitbucket.org', 'codeberg.org']);
const PROTOCOLS = new Set(['ssh:', 'git:', 'http:', 'https:', 'git+ssh:', 'git+https:', 'ssh+git:', 'ftp:', 'ftps:']);

function urlParts(url: string): { host: string; path: string } | undefined {
	if (!url.includes('://') || !URL.canParse(url)) return undefined;
	const { protocol, hostname, pathname } = new URL(url);
	return PROTOCOLS.has(protocol) ? { host: hostname, path: safeDecode(pathname) } : undefined;
}

/** `user@host:path`, git's short form of ssh. A single letter before the colon is a Windows drive. */
function scpParts(url: string): { host: string; path: string } | undefined {
	const found = /^(?:[^@/\s]+@)?(\[[^\]]+\]|[^:/\s\\]{2,}):(?!\/\/)(.+)$/.exec(url);
	return found ? { host: found[1] as string, path: found[2] as string } : undefined;
}

function safeDecode(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch (error) {
		if (error instanceof URIError) return path;
		throw error;
	}
}

/** `url.<base>.insteadOf`: the longest match is replaced by its base (git-config(1)). */
export function rewritten(url: string, settings: readonly (readonly [key: string, value: string])[]): string {
	const rules = settings.flatMap(([key, prefix]) => {
		const base = /^url\.(.*)\.insteadof$/s.exec(key)?.[1];
		return base !== undefined && url.startsWith(prefix) ? [{ base, prefix }] : [];
	});
	const longest = rules.sort((a, b) => b.prefix.length - a.prefix.length)[0];
	return longest ? longest.base + url.slice(longest.prefix.length) : url;
}
