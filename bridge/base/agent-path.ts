/**
 * Paths as agents wrote them. What an agent of Windows wrote may be read in WSL and the other way round, so each function goes by how a
 * path is spelled, and where the system that reads it matters that is an argument.
 */
import { posix, win32 } from 'node:path';

const DRIVE = /^([A-Za-z]):[\\/](.*)$/s;
/** `\\?\C:\work`, `\\?\UNC\server\share`: how Windows spells a path that it shall not interpret, and Rust one that was resolved. */
const VERBATIM = /^\\\\\?\\(UNC\\)?/i;
/** A folder of a Linux in WSL as Windows sees it, https://learn.microsoft.com/windows/wsl/filesystems. */
const LINUX_SHARE = /^(?:\\\\|\/\/)wsl(?:\$|\.localhost)[\\/][^\\/]+(.*)$/is;
/** A drive as WSL and as Git's shell for Windows spell it. */
const MOUNTED_DRIVE = /^\/(?:mnt\/)?([A-Za-z])(?:\/(.*))?$/s;

const isOfWindows = (path: string): boolean => DRIVE.test(path) || path.startsWith('\\\\');

/** Whether it says where it begins, on any system. */
export const isRooted = (path: string): boolean => path.startsWith('/') || isOfWindows(path);

/** A relative one is joined in the spelling of its folder. */
export function absolutePath(path: string, cwd = '/'): string {
	if (isRooted(path)) return path;
	return isOfWindows(cwd) ? win32.join(cwd, path) : posix.join(cwd, path);
}

/** The same file as the system that reads spells it. */
export function localPath(path: string, platform: NodeJS.Platform = process.platform): string {
	const plain = path.replace(VERBATIM, (_, share) => (share ? '\\\\' : ''));
	return platform === 'win32' ? windowsPath(plain) : posixPath(plain);
}

function windowsPath(path: string): string {
	const mounted = MOUNTED_DRIVE.exec(path);
	return mounted ? win32.normalize(`${(mounted[1] as string).toUpperCase()}:\\${mounted[2] ?? ''}`) : path;
}

/** In WSL the drives of Windows lie under `/mnt`, and what Windows calls a share of Linux is here. */
function posixPath(path: string): string {
	const drive = DRIVE.exec(path);
	if (drive) return `/mnt/${(drive[1] as string).toLowerCase()}/${slashed(drive[2] as string)}`;
	const share = LINUX_SHARE.exec(path);
	return share ? slashed(share[1] as string) || '/' : path;
}

const slashed = (path: string): string => path.replaceAll('\\', '/');

/** `file:` addresses of any system, on any system: Node's own function throws for those of another. Undefined where it names no path. */
export function pathOfFileUrl(address: string): string | undefined {
	if (!URL.canParse(address)) return undefined;
	const { protocol, host, pathname } = new URL(address);
	const path = /%2f/i.test(pathname) ? undefined : decoded(pathname);
	if (protocol !== 'file:' || path === undefined) return undefined;
	if (host !== '') return `\\\\${host}${path.replaceAll('/', '\\')}`;
	return path.replace(/^\/(?=[A-Za-z]:)/, '');
}

function decoded(path: string): string | undefined {
	try {
		return decodeURIComponent(path);
	} catch (error) {
		if (error instanceof URIError) return undefined;
		throw error;
	}
}
