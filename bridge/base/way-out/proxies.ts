/**
 * The proxies that an environment names, and the hosts that it names none for, as curl and most others read it
 * (https://curl.se/docs/manpage.html#ENVIRONMENT). Pure. A value may hold a password: of one that is no address only the variable is told.
 */
import { BlockList, isIP } from 'node:net';

export interface Proxies {
	/** Undefined where none is named, or no such one. */
	https: NamedProxy | undefined;
	http: NamedProxy | undefined;
	/** The hosts that are asked without one. */
	past: Past;
	/** Variables that name no proxy that can be asked. */
	unusable: string[];
}

export interface NamedProxy {
	address: string;
	/** What names it, as it is spelled in this environment. */
	variable: string;
}

export interface Past {
	/** What names them, or would. */
	variable: string;
	all: boolean;
	/** As Node takes them: names, addresses, each with or without a port. */
	hosts: string[];
	/** What Node does not take: whole networks, `10.0.0.0/8`. */
	networks: BlockList;
}

const SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;
/** SOCKS where this Node brings it; what is looked up by the proxy (`socks5h`) always is. */
const PROXY_SCHEMES: Readonly<Record<string, string>> = {
	'http:': 'http:',
	'https:': 'https:',
	'socks:': 'socks5:',
	'socks5:': 'socks5:',
	'socks5h:': 'socks5:',
};
/** What lies on this machine is never sent to a proxy. */
const HERE = 'localhost,127.0.0.0/8,127.0.0.1,::1';

/** A variable in either case, by the one in which it is set. */
export function either(env: NodeJS.ProcessEnv, name: string): { variable: string; value: string } | undefined {
	const variable = [name, name.toLowerCase()].find((each) => env[each]);
	return variable === undefined ? undefined : { variable, value: env[variable] ?? '' };
}

/** What is named for all is for those that nothing is named for by itself. */
export function proxiesOf(env: NodeJS.ProcessEnv): Proxies {
	const unusable: string[] = [];
	const named = (name: string): NamedProxy | undefined => {
		const { variable, value } = either(env, name) ?? { variable: name, value: '' };
		if (value.trim() === '') return undefined;
		const address = addressOf(value.trim());
		if (address !== undefined) return { address, variable };
		unusable.push(variable);
		return undefined;
	};
	const all = named('ALL_PROXY');
	const http = named('HTTP_PROXY') ?? all;
	const https = named('HTTPS_PROXY') ?? all;
	return { https, http, past: pastOf(either(env, 'NO_PROXY') ?? { variable: 'NO_PROXY', value: '' }), unusable };
}

/** The one that a server is asked for by, unless it is named as one without. */
export const proxyFor = ({ https, http }: Pick<Proxies, 'https' | 'http'>, server: string): NamedProxy | undefined =>
	/^(http|ws):/i.test(server) ? http : https;

/** Where none says how it is spoken to, it is by HTTP: `proxy.acme.dev:3128`. */
function addressOf(value: string): string | undefined {
	const address = SCHEME.test(value) ? value : `http://${value}`;
	if (!URL.canParse(address)) return undefined;
	const { protocol, hostname, username, password } = new URL(address);
	const scheme = PROXY_SCHEMES[protocol];
	if (scheme === undefined || hostname === '' || !isDecodable(username) || !isDecodable(password)) return undefined;
	return address.replace(SCHEME, `${scheme}//`);
}

/** There `%` is the beginning of a byte, and nothing else. */
const isDecodable = (text: string): boolean => !/%(?![\da-f]{2})/i.test(text);

function pastOf({ variable, value }: { variable: string; value: string }): Past {
	const past: Past = { variable, all: false, hosts: [], networks: new BlockList() };
	for (const entry of `${value},${HERE}`.split(/[\s,;]+/)) {
		if (entry === '*') past.all = true;
		else if (entry !== '' && !addNetwork(past.networks, entry)) past.hosts.push(hostOf(entry));
	}
	return past;
}

function addNetwork(networks: BlockList, entry: string): boolean {
	const [, address = '', bits = ''] = /^\[?([\da-f.:]+)\]?\/(\d{1,3})$/i.exec(entry) ?? [];
	const family = isIP(address);
	if (family === 0 || Number(bits) > (family === 4 ? 32 : 128)) return false;
	networks.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
	return true;
}

/** As it stands in an address: one of IPv6 in brackets, and in the shortest spelling; a name without the dot that ends it. */
function hostOf(entry: string): string {
	const [, inBrackets, port = ''] = /^\[([\da-f.:]+)\](:\d+)?$/i.exec(entry) ?? [];
	const address = inBrackets ?? entry;
	if (isIP(address) === 6) return `${new URL(`http://[${address}]`).hostname}${port}`;
	return entry.replace(/\.(?=:\d+$|$)/, '');
}

/** Whether a host lies in a network that is asked without a proxy: only one that is named by its address is known to. */
export function liesIn({ networks }: Past, hostname: string): boolean {
	const address = hostname.replace(/^\[|\]$/g, '');
	const family = isIP(address);
	return family !== 0 && networks.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
