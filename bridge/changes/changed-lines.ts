/**
 * Which lines living changes are in. What was read and compared once is known until the file, or its base, is another one: a room's every
 * event asks for all that is contested.
 */
import { lstatSync } from 'node:fs';
import { type LineChange, NO_BASE, type Spans } from '../../shared/room/spans.ts';
import { forgetFirst } from '../base/forget-first.ts';
import { ifReadable } from '../base/missing-file.ts';
import { stateOf } from '../git/objects/known-texts.ts';
import type { LivingChange } from './agent-edits.ts';
import type { ContentRef } from './edit.ts';
import { changedSpans, lineChanges } from './line-diff.ts';
import type { LivingAgents } from './living-agents.ts';

const KEPT_MAX = 1_000;
const NOTHING = Buffer.alloc(0);

export class ChangedLines {
	readonly #living: Pick<LivingAgents, 'contents' | 'blob'>;
	readonly #spans = new Map<string, Spans | undefined>();
	/** Between two bases, where both are here. */
	readonly #changes = new Map<string, LineChange[] | undefined>();

	constructor(living: Pick<LivingAgents, 'contents' | 'blob'>) {
		this.#living = living;
	}

	/** Undefined where that cannot be told. */
	async of(change: LivingChange): Promise<Spans | undefined> {
		const { base, content } = change.fate;
		const state = stateIn(content);
		// What is gone meanwhile, or only a filter of the repository's own could tell, is asked anew.
		if (state === undefined) return undefined;
		return known(this.#spans, `${change.edit.root}\0${base}\0${state}`, async () => {
			const contents = await this.#living.contents(change);
			const spans = contents && changedSpans(base === undefined ? undefined : contents.base, contents.now);
			return spans && { base: base ?? NO_BASE, spans };
		});
	}

	/** What leads from another base to the change's own; undefined where one of them is not here, or they differ too much. */
	async between(change: LivingChange, from: string, to: string): Promise<LineChange[] | undefined> {
		const key = `${change.edit.root}\0${from}\0${to}`;
		if (this.#changes.has(key)) return this.#changes.get(key);
		const [before, after] = [await this.#blobOf(change, from), await this.#blobOf(change, to)];
		// It may be fetched later.
		if (before === undefined || after === undefined) return undefined;
		return known(this.#changes, key, async () => lineChanges(before, after));
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

async function known<Value>(kept: Map<string, Value>, key: string, find: () => Promise<Value>): Promise<Value> {
	if (kept.has(key)) return kept.get(key) as Value;
	const value = await find();
	if (kept.size >= KEPT_MAX) forgetFirst(kept);
	kept.set(key, value);
	return value;
}
