/** Which file an address like `/acme/api/blob/feat/x/src/login.ts` is of: where the branch's name ends, the page says, or the room. Pure. */
import { agreed } from './agreed.ts';

/** Where the address's branch ends and its path begins, by one source. */
export interface RefAndPath {
	ref: string;
	path: string;
}

/** Also works for branches that are named like others' beginnings. */
const FULL_REF = /^refs\/(?:heads|tags)\//;
const COMMIT = /^[0-9a-f]{40}$/;

const plain = (refAndPath: string): string => refAndPath.replace(FULL_REF, '');

/** Whether what is said is of this very address. */
export const isOf = ({ ref, path }: RefAndPath, refAndPath: string): boolean => plain(`${ref}/${path}`) === plain(refAndPath);

/**
 * `said`: what the page says of the file that it shows, which belongs to the address only where it is the same; GitHub's own word comes
 * first. `branches`: those that the repository is known to have, of which none is another's beginning followed by a slash.
 * `undefined` where it is not certain.
 */
export function pathAt(refAndPath: string, said: readonly RefAndPath[], branches: Iterable<string>): string | undefined {
	const address = plain(refAndPath);
	const belonging = said.filter((each) => isOf(each, refAndPath));
	if (belonging.length > 0) return agreed(belonging.map(({ path }) => path));
	const [first = '', ...rest] = address.split('/');
	if (rest.length === 1 || COMMIT.test(first)) return rest.join('/');
	return agreed([...branches].filter((branch) => address.startsWith(`${branch}/`)).map((branch) => address.slice(branch.length + 1)));
}
