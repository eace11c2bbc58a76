/** What is known of hosts: their other names, and other spellings of a repository's path there. Hosts and paths are in lower case. */

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

/** The one name of a repository that a host has at a path. */
export function nameAt(host: string, path: string): string {
	return azureName(host, path) ?? `${HOSTS[host] ?? host}/${path.replace(/(^|\/)_ssh(?=\/)/, '$1_git')}`;
}

/** Bitbucket on a company's own machine has `/scm/PROJECT/repository` for https, perhaps below a folder of its own, and no such beginning for ssh. */
export const withoutMount = (path: string): string => path.replace(/^(?:[^/]+\/)?scm\/(?=[^/]+\/[^/]+$)/, '');

/** In an address of Azure's: `/_git/repository`, by ssh once `/_ssh/repository`, and two that fetch less or all of it. */
const AZURE_WORDS: ReadonlySet<string> = new Set(['defaultcollection', '_git', '_ssh', '_full', '_optimized']);

/** Azure's repositories have an address of each of its ages (learn.microsoft.com/azure/devops/repos/git/clone). */
function azureName(host: string, path: string): string | undefined {
	const account = /^([^.]+)\.visualstudio\.com$/.exec(host)?.[1];
	const isSsh = host === 'ssh.dev.azure.com' || account === 'vs-ssh';
	const [, ofSsh] = (isSsh ? /^v3\/(.+)$/.exec(path) : null) ?? [];
	if (ofSsh !== undefined) return azurePath(ofSsh.split('/'));
	if (isSsh || (host !== 'dev.azure.com' && account === undefined)) return undefined;
	const parts = path.split('/').filter((part) => !AZURE_WORDS.has(part));
	return azurePath(account === undefined ? parts : [account, ...parts]);
}

/** Where a repository is called as its project, an address may leave that out. */
function azurePath([account, project, repository = project, ...more]: string[]): string | undefined {
	if (account === undefined || project === undefined || more.length > 0) return undefined;
	return `dev.azure.com/${account}/${project}/_git/${repository}`;
}

/** `codecommit::<region>://<profile>@<repository>`: what git-remote-codecommit asks (github.com/aws/git-remote-codecommit). */
export function codecommitAddress(address: string): string | undefined {
	const [, region, repository] = /^([a-z]{2}[a-z0-9-]*):\/\/(?:[^@/]*@)?([\w.-]+)$/.exec(address) ?? [];
	if (region === undefined) return undefined;
	return `https://git-codecommit.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/v1/repos/${repository}`;
}
