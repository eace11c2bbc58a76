/**
 * Which lines living changes are in. What was read and compared once is known until the file, or its base, is another one: a room's every
 * event asks for all that is contested.
 */
import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { AGENTS_PER_OPERATOR, TOUCHES_MAX } from '../../../shared/limits.ts';
import { type LineChange, mapSpans, NO_BASE, type Span, type Spans } from '../../../shared/room/spans.ts';
import { forgetFirst } from '../../base/forget-first.ts';
import { ifReadable } from '../../base/missing-file.ts';
import { stateOf } from '../../git/objects/known-texts.ts';
import type { LivingChange } from '../agent-edits.ts';
import type { ContentRef } from '../edit.ts';
import type { LivingAgents } from '../living-agents.ts';
import { type ChangedPart, changedParts, lineChanges } from './line-diff.ts';

/** As many as a bridge tells of: fewer would be read anew with each event. */
const KEPT_MAX = AGENTS_PER_OPERATOR * TOUCHES_MAX;
const NOTHING = Buffer.alloc(0);

/** Of a change that lies on this machine. */
export interface OwnSpans extends Spans {
	/** The path that the file has now, where it was moved; `gone` where it was deleted. Stays here too. */
	place: { movedTo: string } | 'gone' | undefined;
	/** By each span, what tells one text in its place from another. It stays here. */
	texts: readonly string[];
}

export class ChangedLines {
	readonly #living: Pick<LivingAgents, 'contents' | 'blob'>;
	readonly #spans = new Map<string, OwnSpans | undefined>();
	/** Between two bases, where both are here. */
	readonly #changes = new Map<string, LineChange[] | undefined>();

	constructor(living: Pick<LivingAgents, 'contents' | 'blob'>) {
		this.#living = living;
	}

	/** Those of which it can be told. What is not known yet is read together. */
	async of(changes: readonly LivingChange[]): Promise<Map<LivingChange, OwnSpans>> {
		const keys = new Map<LivingChange, string>();
		for (const change of changes) {
			const { base, content } = change.fate;
			const state = stateIn(content);
			// What is gone meanwhile, or only a filter of the repository's own could tell, is asked anew.
			if (state !== undefined) keys.set(change, `${change.edit.root}\0${base}\0${change.fate.movedTo}\0${state}`);
		}
		const told = new Map([...keys].map(([change, key]): [LivingChange, OwnSpans | undefined] => [change, this.#spans.get(key)]));
		const unknown = [...keys].filter(([, key]) => !this.#spans.has(key)).map(([change]) => change);
		await this.#living.contents(unknown, (change, { base: before, now }) => {
			const { base } = change.fate;
			const parts = changedParts(base === undefined ? undefined : before, now);
			const spans = parts && { base: base ?? NO_BASE, spans: parts.map(({ span }) => span), texts: parts.map(textOf) };
			const known = spans && { ...spans, place: placeOf(change) };
			told.set(change, known);
			keep(this.#spans, keys.get(change) as string, known);
		});
		for (const change of unknown) if (told.get(change) === undefined) keep(this.#spans, keys.get(change) as string, undefined);
		return new Map([...told].flatMap(([change, spans]): [LivingChange, OwnSpans][] => (spans === undefined ? [] : [[change, spans]])));
	}

	/** What leads from another base to the change's own; undefined where one of them is not here, or they differ too much. */
	async between(change: LivingChange, from: string, to: string): Promise<LineChange[] | undefined> {
		const key = `${change.edit.root}\0${from}\0${to}`;
		if (this.#changes.has(key)) return this.#changes.get(key);
		const [before, after] = [await this.#blobOf(change, from), await this.#blobOf(change, to)];
		// It may be fetched later.
		if (before === undefined || after === undefined) return undefined;
		const changes = lineChanges(before, after);
		keep(this.#changes, key, changes);
		return changes;
	}

	async #blobOf(change: LivingChange, base: string): Promise<Buffer | undefined> {
		return base === NO_BASE ? NOTHING : this.#living.blob(change, base);
	}
}

function placeOf({ fate: { content, movedTo } }: LivingChange): OwnSpans['place'] {
	if (movedTo !== undefined) return { movedTo };
	return content.in === 'nowhere' ? 'gone' : undefined;
}

/** Whether both took the file from its place, and not alike: each to another place, or one of them to none. */
export function doPlacesMeet({ place: one }: OwnSpans, { place: other }: OwnSpans): boolean {
	if (one === undefined || other === undefined || one === other) return false;
	return one === 'gone' || other === 'gone' || one.movedTo !== other.movedTo;
}

const textOf = ({ text }: ChangedPart): string => createHash('sha1').update(text, 'latin1').digest('base64');

/**
 * The spans of each that the other has not with the same text in their place: what both changed alike, a branch and one that was begun
 * from it say, no merge has to choose between. `changes` lead from the base of `other` to that of `one`.
 */
export function withoutSame(one: OwnSpans, other: OwnSpans, changes: readonly LineChange[]): [Span[], Span[]] {
	const partOf = (span: Span | undefined, text: string | undefined) => `${span?.join()} ${text}`;
	const ofOne = one.spans.map((span, index) => partOf(span, one.texts[index]));
	const ofOther = other.spans.map((span, index) => partOf(mapSpans([span], changes)[0], other.texts[index]));
	const [inOne, inOther] = [new Set(ofOne), new Set(ofOther)];
	return [
		one.spans.filter((_, index) => !inOther.has(ofOne[index] as string)),
		other.spans.filter((_, index) => !inOne.has(ofOther[index] as string)),
	];
}

/** What tells two states of it apart. */
function stateIn(content: ContentRef): string | undefined {
	if (content.in === 'blob') return content.oid;
	if (content.in === 'nowhere') return 'nowhere';
	if (content.in === 'unknown') return undefined;
	const found = ifReadable(() => lstatSync(content.file, { throwIfNoEntry: false }));
	return found && `${content.file}\0${content.areEndsConverted}\0${stateOf(found)}`;
}

function keep<Value>(kept: Map<string, Value>, key: string, value: Value): void {
	if (kept.size >= KEPT_MAX) forgetFirst(kept);
	kept.set(key, value);
}
