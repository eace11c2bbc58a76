/** One name for a repository, however its remote is spelled: `github.com/acme/api`. */

/** A longer address is none that anybody types, and no host answers it. */
const ADDRESS_MAX = 2_048;

/**
 * `hostOf`: what ssh takes another name for. Default ports, users, passwords, `.git` and case say nothing about which repository it is: every
 * large host takes `Acme/Api` and `acme/api` for one, and whoever types an address does.
 */
export function canonicalRemote(url: string, hostOf: (alias: string) => string = (alias) => alias): string | undefined {
	if (url.length > ADDRESS_MAX) return undefined;
	const found = urlParts(url.trim()) ?? scpParts(url.trim());
	if (!found) return undefined;
	const named = (found.isSsh ? hostOf(found.host) : found.host).toLowerCase().replace(/\.$/, '');
	const path = (found.isSsh ? found.path : withoutMount(found.path))
		.replace(/^[/~]+/, '')
		.replace(/\/+$/, '')
		.replace(/\.git$/, '')
		.replace(/\/+$/, '')
		.replace(/\/{2,}/g, '/')
		.toLowerCase();
	if (named === '' || path === '' || path.split('/').includes('..')) return undefined;
	return azureName(named, path) ?? `${HOSTS[named] ?? named}/${path}`;
}

/** Bitbucket on a company's own machine has `/scm/PROJECT/repository` for https, and no such beginning for ssh. */
const withoutMount = (path: string): string => path.replace(/^\/scm(?=\/[^/]+\/[^/]+$)/, '');

/** Azure's repositories have an address of each of its ages (learn.microsoft.com/azure/devops/repos/git/clone). */
function azureName(host: string, path: string): string | undefined {
	const account = /^([^.]+)\.visualstudio\.com$/.exec(host)?.[1];
	const isSsh = host === 'ssh.dev.azure.com' || account === 'vs-ssh';
	const [, ofSsh] = (isSsh ? /^v3\/(.+)$/.exec(path) : null) ?? [];
	if (ofSsh !== undefined) return azurePath(ofSsh.split('/'));
	if (host !== 'dev.azure.com' && account === undefined) return undefined;
	const parts = path.split('/').filter((part) => part !== 'defaultcollection' && part !== '_git');
	return azurePath(account === undefined ? parts : [account, ...parts]);
}

/** Where a repository is called as its project, an address may leave that out. */
function azurePath([account, project, repository = project, ...more]: string[]): string | undefined {
	if (account === undefined || project === undefined || more.length > 0) return undefined;
	return `dev.azure.com/${account}/${project}/_git/${repository}`;
}

/** GitHub's and GitLab's ssh over the https port: the same repositories. */
const HOSTS: { [host: string]: string } = {
	'www.github.com': 'github.com',
	'www.gitlab.com': 'gitlab.com',
	'www.bitbucket.org': 'bitbucket.org',
	'ssh.github.com': 'github.com',
	'altssh.gitlab.com': 'gitlab.com',
	'altssh.bitbucket.org': 'bitbucket.org',
};
/** Hosts that mean the same for everybody. */
export const KNOWN_HOSTS: ReadonlySet<string> = new Set([
	'github.com',
	'gitlab.com',
	'bitbucket.org',
	'codeberg.org',
	'dev.azure.com',
	...Object.keys(HOSTS),
]);
const PROTOCOLS = new Set(['ssh:', 'git:', 'http:', 'https:', 'git+ssh:', 'git+https:', 'ssh+git:', 'ftp:', 'ftps:']);

interface Parts {
	host: string;
	path: string;
	isSsh: boolean;
}

function urlParts(url: string): Parts | undefined {
	if (!url.includes('://') || !URL.canParse(url)) return undefined;
	const { protocol, hostname, pathname } = new URL(url);
	return PROTOCOLS.has(protocol) ? { host: hostname, path: safeDecode(pathname), isSsh: protocol.includes('ssh') } : undefined;
}

/** `user@host:path`, git's short form of ssh. A single letter before the colon is a Windows drive. */
function scpParts(url: string): Parts | undefined {
	const found = /^(?:[^@/\s]+@)?(\[[^\]]+\]|[^:/\s\\]{2,}):(?!\/\/)(.+)$/.exec(url);
	return found ? { host: found[1] as string, path: found[2] as string, isSsh: true } : undefined;
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
