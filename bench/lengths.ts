/**
 * `npm run bench -- lengths`: how many paths an onlooker who sees nothing but lengths can name, where the repository is public. Of this
 * repository's own history, or of the one that `REPOSITORY` names. No clock: the figures are the same everywhere.
 *
 * The onlooker has the history and sees the lengths of what an agent touched. Where a single commit has files of just these lengths, that
 * is the work, and every path whose length no other of them has is named. What no padding hides is how many files were touched: where
 * that number is a single commit's, the set is known all the same.
 */
import { execFileSync } from 'node:child_process';
import { TOUCHES_MAX } from '../shared/limits.ts';
import { newRoomKey, seal } from '../shared/seal.ts';

/** The length that crosses the wire for a path, in characters of base64url. */
type Scheme = (path: string) => number;

const key = newRoomKey();
const bytesOf = (path: string): number => Buffer.byteLength(path);
const charactersOf = (bytes: number): number => Math.ceil(((bytes + 16) * 4) / 3);

/** Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019, algorithm 1. */
function padme(bytes: number): number {
	const exponent = Math.floor(Math.log2(bytes));
	const mask = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1) - 1;
	return bytes < 4 ? bytes : (bytes + mask) & ~mask;
}

const SCHEMES: Record<string, Scheme> = {
	'no padding': (path) => charactersOf(bytesOf(path)),
	Padmé: (path) => charactersOf(padme(bytesOf(path))),
	'multiples of 16 bytes': (path) => charactersOf(Math.ceil(bytesOf(path) / 16) * 16),
	'as they are sealed': (path) => seal(key, 'path', path).length,
	'one length for all': () => charactersOf(512),
};
const OURS = 'as they are sealed';
const NAMED_MAX = 0.01;

interface Result {
	/** Shares of all paths of all commits: named one by one, and known as a set. */
	named: number;
	known: number;
	characters: number;
}

function measure(commits: readonly string[][], lengthOf: Scheme): Result {
	const seen = commits.map((paths) => paths.map(lengthOf).sort((one, other) => one - other));
	const times = countOf(seen.map((lengths) => lengths.join()));
	const total = { paths: 0, named: 0, known: 0, characters: 0 };
	for (const lengths of seen) {
		total.paths += lengths.length;
		total.characters += lengths.reduce((sum, length) => sum + length, 0);
		if (times.get(lengths.join()) !== 1) continue;
		total.known += lengths.length;
		total.named += [...countOf(lengths).values()].filter((count) => count === 1).length;
	}
	return { named: total.named / total.paths, known: total.known / total.paths, characters: total.characters / total.paths };
}

function countOf<Value>(values: Iterable<Value>): Map<Value, number> {
	const counts = new Map<Value, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return counts;
}

/** The paths that each commit changed, of commits that one agent's touches could hold. */
function history(repository: string): string[][] {
	const args = ['-C', repository, 'log', '--no-merges', '-n3000', '--format=%x00', '--name-only', '-z'];
	const log = execFileSync('git', args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
	const commits = log
		.split('\0\0')
		.map((commit) => [...new Set(commit.split('\0').map((path) => path.trim()))].filter((path) => path !== ''));
	return commits.filter((paths) => paths.length > 0 && paths.length <= TOUCHES_MAX);
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`.padStart(9);

const commits = history(process.env.REPOSITORY ?? import.meta.dirname);
console.log(`${commits.length} commits`.padEnd(28), 'named'.padStart(9), 'set known'.padStart(10), 'characters'.padStart(11));
for (const [name, scheme] of Object.entries(SCHEMES)) {
	const { named, known, characters } = measure(commits, scheme);
	const isMet = name !== OURS || named <= NAMED_MAX;
	console.log(
		`${isMet ? 'ok  ' : 'MISS'} ${name.padEnd(23)} ${percent(named)} ${percent(known).padStart(10)} ${characters.toFixed(0).padStart(11)}`,
	);
	if (!isMet) process.exitCode = 1;
}
