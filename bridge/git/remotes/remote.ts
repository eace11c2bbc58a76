/** One name for a repository, however its remote is spelled: `github.com/acme/api`. */
import { codecommitAddress, nameAt, withoutMount } from './hosts.ts';

/** A longer address is none that anybody types, and no host answers it. */
const ADDRESS_MAX = 2_048;

/** What ssh takes a name for; whom it is asked as, where an address says it, may decide that. */
export type HostOf = (alias: string, user: string | undefined) => string;

/**
 * Default ports, users, passwords, `.git` and case say nothing about which repository it is: every large host takes `Acme/Api` and `acme/api`
 * for one, and whoever types an address does.
 */
export function canonicalRemote(url: string, hostOf: HostOf = (alias) => alias): string | undefined {
	if (url.length > ADDRESS_MAX) return undefined;
	const address = withoutHelper(url.trim());
	const found = address === undefined ? undefined : (urlParts(address) ?? scpParts(address));
	// Another address within the path may have a password in it.
	if (!found || /:\/\/|:[^/]*@/.test(found.path)) return undefined;
	const named = spelledHost(found.isSsh ? hostOf(found.host, found.user) : found.host).replace(/\.$/, '');
	const plain = found.path
		.replace(/^[/~]+/, '')
		.replace(/\/+$/, '')
		.replace(/\.git$/i, '')
		.replace(/\/+$/, '')
		.replace(/\/{2,}/g, '/')
		.normalize('NFC')
		.toLowerCase();
	const path = (found.isSsh ? plain : withoutMount(plain)).replace(/^~/, '');
	if (named === '' || path === '' || path.split('/').includes('..')) return undefined;
	return nameAt(named, path);
}

/** `<helper>::<address>` (gitremote-helpers(7)): that of what it asks; undefined where that is a command, or nothing that can be told. */
function withoutHelper(url: string): string | undefined {
	const [, helper, address = ''] = /^([a-z0-9][a-z0-9+.-]*)::(.*)$/is.exec(url) ?? [];
	if (helper === undefined) return url;
	if (helper === 'codecommit') return codecommitAddress(address);
	return helper === 'ext' || helper === 'fd' || address.includes('::') ? undefined : address;
}

const PROTOCOLS = new Set(['ssh:', 'git:', 'http:', 'https:', 'git+ssh:', 'git+https:', 'ssh+git:', 'ftp:', 'ftps:']);

interface Parts {
	host: string;
	user: string | undefined;
	path: string;
	isSsh: boolean;
}

function urlParts(url: string): Parts | undefined {
	if (!url.includes('://') || !URL.canParse(url)) return undefined;
	const { protocol, hostname, username, pathname } = new URL(url);
	if (!PROTOCOLS.has(protocol)) return undefined;
	return { host: hostname, user: safeDecode(username) || undefined, path: safeDecode(pathname), isSsh: protocol.includes('ssh') };
}

/**
 * `user@host:path`, git's short form of ssh, the host perhaps in brackets with a port, and the user with it. A single letter before the colon is a
 * Windows drive. Azure's paths are copied from its pages, which write them for a URL.
 */
function scpParts(url: string): Parts | undefined {
	const opened = /^(?:([^/\s]*)@)?\[(?:([^\]/\s]*)@)?([^\]/\s]+)\]:(?!\/\/)(.+)$/.exec(url);
	const [, before, within, bracketed = '', inside = ''] = opened ?? [];
	if (opened) return { host: withoutPort(bracketed), user: within ?? before, path: inside, isSsh: true };
	const plain = /^(?:([^/\s]*)@)?([^@:/\s\\]{2,}):(?!\/\/)(.+)$/.exec(url);
	const [, user, host = '', path = ''] = plain ?? [];
	return plain ? { host, user, path: /(?:azure|visualstudio)\.com$/i.test(host) ? safeDecode(path) : path, isSsh: true } : undefined;
}

const withoutPort = (host: string): string => (/:.*:/.test(host) ? `[${host}]` : host.replace(/:\d*$/, ''));

/** As the web writes it: letters beyond ASCII in Punycode, the numbers of IPv6 in the shortest form. */
function spelledHost(host: string): string {
	const address = `http://${safeDecode(host)}/`;
	const isHost = URL.canParse(address) && new URL(address).pathname === '/' && new URL(address).username === '';
	return isHost ? new URL(address).hostname : host.toLowerCase();
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
