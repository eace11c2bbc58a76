/** What has become of edits of one repository, by the places where each may live. */
import { join } from 'node:path';
import { hasCrlf, namesWithCrlf } from '../git/content.ts';
import { endsConverted } from '../git/line-ends.ts';
import { convertedOf } from '../git/objects/converted.ts';
import type { KnownTexts } from '../git/objects/known-texts.ts';
import { MergeBases } from '../git/objects/merge-bases.ts';
import { TreeFiles } from '../git/objects/tree-files.ts';
import type { Held } from '../git/objects/working-file.ts';
import type { Worktree } from '../git/worktree.ts';
import type { ContentRef, Fate } from './edit.ts';
import { type Case, Finder, type Finding } from './findings.ts';
import { type Doubt, landedOf } from './landed.ts';
import { MovedFiles } from './moved.ts';
import { isThere, verdictOf } from './version.ts';

/** The default branch. */
export interface Main {
	commit: string;
	/** Where history is cut off (a shallow clone), also what it was before: branches may have left it there. */
	before: readonly string[];
}

export class Judge {
	readonly #bases = new MergeBases();
	readonly #trees = new TreeFiles();
	readonly #finder = new Finder(this.#trees);
	readonly #moved = new MovedFiles();
	readonly #texts: KnownTexts;

	constructor(texts: KnownTexts) {
		this.#texts = texts;
	}

	fileState(worktree: Worktree, path: string, now: number): string {
		return this.#finder.fileState(worktree, path, now);
	}

	/** Asks `asked`, a worktree of the repository. */
	async fates(asked: Worktree, main: Main, cases: readonly Case[], now: number): Promise<Map<Case, Fate>> {
		const heads = new Set(cases.flatMap(({ places }) => places.map(({ head }) => head)));
		const bases = await this.#bases.of(asked, heads, [main.commit, ...main.before]);
		if (!bases) return new Map(cases.map((each) => [each, { is: 'unknown' }]));
		const findings = await this.#finder.findings({ asked, main: main.commit, bases, now }, cases);
		await judgeEnds(findings);
		await this.#judgeConverted(findings, now);
		await this.#judgeMoved(asked, findings, now);
		await this.#judgeDoubtful(asked, main.commit, findings);
		this.#trees.trim();
		const byCase = Map.groupBy(findings, ({ subject }) => subject);
		return new Map(cases.map((each) => [each, fateOf(each, byCase.get(each) ?? [])]));
	}

	/** A file that is kept in another form than it has here differs from everything: the index knows whether it was changed. */
	async #judgeConverted(findings: readonly Finding[], now: number): Promise<void> {
		const doubtful = findings.filter(({ verdict, versions }) => verdict !== 'over' && isThere(versions.held));
		for (const [holder, all] of Map.groupBy(doubtful, ({ place }) => place.holder)) {
			if (!('top' in holder)) continue;
			const paths = all.map(({ subject }) => subject.path);
			const converted = await convertedOf(holder, paths, (file) => this.#texts.of(file, now));
			for (const finding of all) {
				if (!converted.has(finding.subject.path)) continue;
				const isChanged = converted.get(finding.subject.path);
				finding.isReadable = false;
				if (isChanged === true) finding.verdict = 'alive';
				else finding.verdict = isChanged === undefined ? 'unknown' : verdictOf({ ...finding.versions, held: finding.committed });
			}
		}
	}

	/** What was moved is no deletion, whatever it is called now. */
	async #judgeMoved(asked: Worktree, findings: readonly Finding[], now: number): Promise<void> {
		const gone = findings.filter(({ verdict, versions }) => verdict === 'alive' && versions.held === 'absent');
		const moved = await this.#moved.of(asked, gone);
		for (const [finding, to] of moved) finding.moved = to;
		for (const [holder, all] of Map.groupBy(moved, ([{ place }]) => place.holder)) {
			if (!('top' in holder)) continue;
			const paths = all.map(([, { path }]) => path);
			const endsOf = await endsConverted(holder, paths);
			const converted = await convertedOf(holder, paths, (file) => this.#texts.of(file, now));
			for (const [finding, { path }] of all) {
				finding.areEndsConverted = endsOf.has(path);
				finding.isReadable = !converted.has(path);
			}
		}
	}

	async #judgeDoubtful(asked: Worktree, main: string, findings: readonly Finding[]): Promise<void> {
		const doubts = new Map(findings.flatMap((finding) => (finding.verdict === 'in doubt' ? [[doubtOf(finding), finding] as const] : [])));
		const landed = await landedOf(asked, this.#trees, main, [...doubts.keys()]);
		for (const [doubt, finding] of doubts) finding.verdict = VERDICTS[`${landed.get(doubt)}`];
	}
}

/** With CRLF a file is another one, where git would not make LF of it. */
async function judgeEnds(findings: readonly Finding[]): Promise<void> {
	const doubtful = findings.filter(({ versions: { held }, isLeftOut }) => isThere(held) && hasCrlf(held) && !isLeftOut);
	for (const [holder, all] of Map.groupBy(doubtful, ({ place }) => place.holder)) {
		if (!('top' in holder)) continue;
		const converted = await endsConverted(holder, [...new Set(all.map(({ subject }) => subject.path))]);
		for (const finding of all) {
			finding.areEndsConverted = converted.has(finding.subject.path);
			if (finding.areEndsConverted) continue;
			finding.versions.held = namesWithCrlf(finding.versions.held as Held);
			finding.verdict = verdictOf(finding.versions);
		}
	}
}

const VERDICTS = { true: 'over', false: 'alive', undefined: 'unknown' } as const;

/** Whose file it is; none where what a commit has counts. */
const worktreeOf = ({ place: { holder }, isLeftOut }: Finding): Worktree | undefined =>
	'top' in holder && !isLeftOut ? holder : undefined;

function doubtOf(finding: Finding): Doubt {
	const { subject, baseCommit, versions } = finding;
	const { base, held } = versions;
	if (!isThere(held) || baseCommit === undefined) throw new Error('What is in doubt is there, and has a base.');
	return {
		path: subject.path,
		baseCommit,
		base: isThere(base) ? base[0] : undefined,
		mine: held,
		worktree: worktreeOf(finding),
	};
}

/** It is alive where one of its places has it, and unknown where one of them may. */
function fateOf({ path }: Case, findings: readonly Finding[]): Fate {
	const found = findings.find(({ verdict }) => verdict === 'alive');
	if (!found) return { is: findings.some(({ verdict }) => verdict === 'unknown') ? 'unknown' : 'over' };
	const { base } = found.versions;
	return {
		is: 'alive',
		base: isThere(base) ? base[0] : undefined,
		content: contentOf(path, found),
		branch: found.place.branch,
		...(found.moved ? { movedTo: found.moved.path } : {}),
	};
}

function contentOf(path: string, finding: Finding): ContentRef {
	const { versions, moved, isReadable, areEndsConverted } = finding;
	if (!isReadable) return { in: 'unknown' };
	const oid = moved?.oid ?? (isThere(versions.held) ? versions.held[0] : undefined);
	if (oid === undefined) return { in: 'nowhere' };
	const worktree = worktreeOf(finding);
	return worktree ? { in: 'file', file: join(worktree.top, moved?.path ?? path), areEndsConverted } : { in: 'blob', oid };
}
