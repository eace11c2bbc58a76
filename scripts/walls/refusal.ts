/** Holds one import against the table of rooms. Pure. */
import { posix } from 'node:path';
import type { Import } from './imports.ts';
import { NO_HOST, ROOMS, type Room } from './rooms.ts';

const TABLE = 'shared/ is the table that the rooms sit around: it imports no room.';
const APART = 'Rooms never import each other: what two rooms need lives in shared/.';
const SHIPS =
	'What ships imports neither what puts it together (scripts/) nor what tries it (testing/, e2e/, bench/): move it into the room.';
const ROWLESS = 'Its folder has no row in scripts/walls/rooms.ts, which says what it may import.';
const A_TEST = 'Nothing imports a test: what two tests need lives in testing/.';

/** The rooms of the house that tests may look into from everywhere. */
const FOR_TESTS = ['testing', 'scripts', 'shared'];

const isTest = (file: string): boolean => file.endsWith('.test.ts');
const houseRoom = (file: string): string => file.split('/')[0] ?? '';

const PREFIXES = Object.entries(ROOMS)
	.flatMap(([name, { at = [name.endsWith('.ts') ? name : `${name}/`] }]) => at.map((prefix) => ({ name, prefix })))
	.sort((one, other) => other.prefix.length - one.prefix.length);

/** The name of the row that a file belongs to. */
export function roomOf(file: string): string | undefined {
	return PREFIXES.find(({ prefix }) => file.startsWith(prefix))?.name;
}

/** The file that a relative import means; `undefined` for a package. */
export function fileOf(from: string, { specifier }: Import): string | undefined {
	return /^\.\.?\//.test(specifier) ? posix.join(posix.dirname(from), specifier) : undefined;
}

/** What is to be said of an import in a file; `undefined`: nothing. */
export function refusal(from: string, imported: Import): string | undefined {
	const to = fileOf(from, imported);
	return to === undefined ? packageRefusal(from, imported.specifier) : fileRefusal(from, to, imported);
}

const isNamed = (pattern: string, specifier: string): boolean =>
	pattern.endsWith('*') ? specifier.startsWith(pattern.slice(0, -1)) : specifier === pattern;

/** Tests may use what packages they like, but for a host's. */
const packagesOf = (file: string): Partial<Room> => (isTest(file) ? { without: NO_HOST } : (ROOMS[roomOf(file) ?? ''] ?? {}));

function packageRefusal(from: string, specifier: string): string | undefined {
	const { packages, without = {}, why } = packagesOf(from);
	if (packages !== undefined) return packages.some((pattern) => isNamed(pattern, specifier)) ? undefined : why;
	return Object.entries(without).find(([pattern]) => isNamed(pattern, specifier))?.[1];
}

function fileRefusal(from: string, to: string, { isType, names }: Import): string | undefined {
	if (isTest(to)) return A_TEST;
	if (!to.includes('/')) return undefined; // package.json, partykit.json.
	const [name = '', target = ''] = [roomOf(from), roomOf(to)];
	const room = ROOMS[name];
	if (room === undefined) return ROWLESS;
	if (room.rooms === 'all' || name === target || room.rooms.includes(target)) return undefined;
	const typesOf = room.typesOf?.rooms.includes(target) ? room.typesOf : undefined;
	if (typesOf !== undefined && isType) return undefined;
	const types = room.types?.[to];
	if (types !== undefined && isType && names.every((each) => types.includes(each))) return undefined;
	if (types !== undefined) return `Only the type ${types.join(', ')} crosses this wall.`;
	const [house, other] = [houseRoom(from), houseRoom(to)];
	if (isTest(from) && [house, ...FOR_TESTS].includes(other)) return undefined;
	if (typesOf !== undefined) return typesOf.why;
	if (house === other || other === 'shared') return room.why ?? only(name, room.rooms, target);
	if (ROOMS[other]?.rooms === 'all') return SHIPS;
	return house === 'shared' ? TABLE : APART;
}

const only = (name: string, rooms: readonly string[], target: string): string =>
	`${name}/ may import ${rooms.join(', ')} and its own files: what it needs of ${target} moves down into one of these, or comes as an argument.`;
