/**
 * Which lines living changes are in. What was read and compared once is known until the file, or its base, is another one: a room's every
 * event asks for all that is contested.
 */
import { lstatSync } from 'node:fs';
import { AGENTS_PER_OPERATOR, TOUCHES_MAX } from '../../shared/limits.ts';
import { type LineChange, NO_BASE, type Spans } from '../../shared/room/spans.ts';
import { forgetFirst } from '../base/forget-first.ts';
import { ifReadable } from '../base/missing-file.ts';
import { stateOf } from '../git/objects/known-texts.ts';
import type { LivingChange } from './agent-edits.ts';
import type { ContentRef } from './edit.ts';
import { changedSpans, lineChanges } from './line-diff.ts';
import type { LivingAgents } from './living-agents.ts';

/** As many as a bridge tells of: fewer would be read anew with each event. */
const KEPT_MAX = AGENTS_PER_OPERATOR * TOUCHES_MAX;
const NOTHING = Buffer.alloc(0);

export class ChangedLines {
	readonly #living: Pick<LivingAgents, 'contents' | 'blob'>;
	readonly #spans = new Map<string, Spans | undefined>();
	/** Between two bases, where both are here. */
	readonly #changes = new Map<string, LineChange[] | undefined>();

	constructor(living: Pick<LivingAgents, 'contents' | 'blob'>) {
		this.#living = living;
	}

	/** Those of which it can be told. What is not known yet is read together. */
	async of(changes: readonly LivingChange[]): Promise<Map<LivingChange, Spans>> {
		const keys = new Map<LivingChange, string>();
		for (const change of changes) {
			const { base, content } = change.fate;
			const state = stateIn(content);
			// What is gone meanwhile, or only a filter of the repository's own could tell, is asked anew.
			if (state !== undefined) keys.set(change, `${change.edit.root}\0${base}\0${state}`);
		}
		const told = new Map([...keys].map(([change, key]): [LivingChange, Spans | undefined] => [change, this.#spans.get(key)]));
		const unknown = [...keys].filter(([, key]) => !this.#spans.has(key)).map(([change]) => change);
		await this.#living.contents(unknown, (change, { base: before, now }) => {
			const { base } = change.fate;
			const spans = changedSpans(base === undefined ? undefined : before, now);
			const known = spans && { base: base ?? NO_BASE, spans };
			told.set(change, known);
			keep(this.#spans, keys.get(change) as string, known);
		});
		for (const change of unknown) if (told.get(change) === undefined) keep(this.#spans, keys.get(change) as string, undefined);
		return new Map([...told].flatMap(([change, spans]): [LivingChange, Spans][] => (spans === undefined ? [] : [[change, spans]])));
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

/** What tells two states of it apart. */
function stateIn(content: ContentRef): string | undefined {
	if (content.in === 'blob') return content.oid;
	if (content.in === 'nowhere') return 'nowhere';
	const found = content.in === 'file' ? ifReadable(() => lstatSync(content.file, { throwIfNoEntry: false })) : undefined;
	return found && content.in === 'file' ? `${content.file}\0${stateOf(found)}` : undefined;
}

function keep<Value>(kept: Map<string, Value>, key: string, value: Value): void {
	if (kept.size >= KEPT_MAX) forgetFirst(kept);
	kept.set(key, value);
}
