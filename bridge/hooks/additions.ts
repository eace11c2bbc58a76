/**
 * What Pylon added to clients' settings: planned first, so that it can be shown, then carried out. What was there before is kept in
 * `~/.pylon/added.json`, as far as it was changed, so that nothing is left when it is taken back.
 */
import { join } from 'node:path';
import { parse as parseToml, TomlError } from 'smol-toml';
import { z } from 'zod';
import { pylonFolder, tilde } from '../base/home.ts';
import { readPrivateJson, writePrivateJson } from '../base/private-file.ts';
import type { Addition } from './hook-client.ts';
import { holdsOurs, withInsertions, withoutInsertions } from './json-items.ts';
import { readSettingsFile, removeSettingsFile, replaceSettingsFile } from './settings-file.ts';

/** `is` stands in the file in the place of `was`. `isNew`: there was no file. */
const added = z.strictObject({ file: z.string(), was: z.string(), is: z.string(), isNew: z.boolean() });
const addedFile = z.strictObject({ version: z.literal(1), added: z.record(z.string(), added) });
type Added = z.infer<typeof added>;

export interface Subject {
	/** Unique among all that is added: `hooks:codex`. */
	key: string;
	addition: Addition;
	/** Whether something that stands there is ours, of whichever version. */
	isOurs: (value: unknown) => boolean;
	/** The client's folder, which is never removed. */
	folder: string;
}

export interface Change {
	subject: Subject;
	/** Undefined: there is no file, before or after. */
	before: string | undefined;
	after: string | undefined;
	/** As it was without ours, and whether there was a file. */
	base: string;
	isNew: boolean;
}

/** A sentence: why a file is left alone. */
export type Planned = Change | { problem: string };

/** What it would be with ours in it; `before` and `after` are the same where it is so already. */
export function planAdding(home: string, subject: Subject): Planned {
	const { addition } = subject;
	const found = readSettingsFile(addition.file);
	if (found === 'unreadable') return { problem: `${tilde(addition.file, home)} cannot be read: it is left alone.` };
	const known = addedTo(home, subject.key);
	const before = found === 'missing' ? undefined : found.text;
	const base = before === undefined ? { text: newTextOf(addition), isNew: true } : withoutOurs(before, subject, known);
	const after = base && withOurs(base.text, addition);
	if (base === undefined || after === undefined)
		return { problem: `${tilde(addition.file, home)} is not as Pylon knows it: it is left alone.` };
	return { subject, before, after, base: base.text, isNew: base.isNew };
}

/** What it would be without. */
export function planRemoving(home: string, subject: Subject): Planned {
	const { addition } = subject;
	const found = readSettingsFile(addition.file);
	if (found === 'missing') return { subject, before: undefined, after: undefined, base: '', isNew: true };
	if (found === 'unreadable') return { problem: `${tilde(addition.file, home)} cannot be read: it is left alone.` };
	const without = withoutOurs(found.text, subject, addedTo(home, subject.key));
	if (without === undefined) return { problem: `${tilde(addition.file, home)} is not as Pylon knows it: it is left alone.` };
	const isGone = without.isNew && without.text === newTextOf(addition);
	return { subject, before: found.text, after: isGone ? undefined : without.text, base: without.text, isNew: without.isNew };
}

export function carryOut(home: string, { subject, before, after, base, isNew }: Change): void {
	const { addition, key, folder } = subject;
	if (before !== after) {
		if (after === undefined) removeSettingsFile(addition.file, folder);
		else replaceSettingsFile(addition.file, after);
	}
	const { [key]: _, ...others } = allAdded(home);
	const now = after === undefined || after === base ? others : { ...others, [key]: { file: addition.file, ...hunkOf(base, after), isNew } };
	if (JSON.stringify(now) !== JSON.stringify(allAdded(home))) writePrivateJson(addedIn(home), { version: 1, added: now });
}

/** `other`: something of Pylon's stands there, and not what this one would put. */
export function stateOf(home: string, subject: Subject): 'absent' | 'current' | 'other' {
	const found = readSettingsFile(subject.addition.file);
	if (typeof found === 'string' || !hasOurs(found.text, subject)) return 'absent';
	const planned = planAdding(home, subject);
	return 'problem' in planned || planned.before !== planned.after ? 'other' : 'current';
}

function hasOurs(text: string, { addition, isOurs }: Subject): boolean {
	return addition.in === 'json' ? holdsOurs(text, addition.insertions, isOurs) : isOurs(text);
}

const newTextOf = (addition: Addition): string => (addition.in === 'json' ? addition.isNew : '');

function withOurs(text: string, addition: Addition): string | undefined {
	if (addition.in === 'json') return withInsertions(text, addition.insertions);
	if (addition.in === 'file') return text === '' ? addition.text : undefined;
	const end = text === '' || text.endsWith('\n\n') ? '' : '\n';
	const after = `${text}${text.endsWith('\n') ? '' : end}${end}${addition.text}`;
	return isToml(text) && isToml(after) ? after : undefined;
}

/** Byte for byte where what was put there still stands; else what can be told to be ours. Undefined: neither. */
function withoutOurs(text: string, subject: Subject, known: Added | undefined): { text: string; isNew: boolean } | undefined {
	const { addition, isOurs } = subject;
	const parts = known?.file === addition.file ? text.split(known.is) : [];
	if (known !== undefined && parts.length === 2) return { text: parts.join(known.was), isNew: known.isNew };
	if (!hasOurs(text, subject)) return addition.in === 'file' ? undefined : { text, isNew: false };
	if (addition.in === 'file') return isOurs(text) ? { text: '', isNew: true } : undefined;
	if (addition.in === 'toml') return undefined;
	const without = withoutInsertions(text, addition.insertions, isOurs);
	return without === undefined ? undefined : { text: without, isNew: known?.isNew ?? false };
}

/** What differs, between what begins and what ends alike. */
function hunkOf(before: string, after: string): { was: string; is: string } {
	let from = 0;
	while (from < before.length && from < after.length && before[from] === after[from]) from++;
	let end = 0;
	while (end < before.length - from && end < after.length - from && before.at(-1 - end) === after.at(-1 - end)) end++;
	return { was: before.slice(from, before.length - end), is: after.slice(from, after.length - end) };
}

function isToml(text: string): boolean {
	try {
		parseToml(text);
		return true;
	} catch (error) {
		if (error instanceof TomlError) return false;
		throw error;
	}
}

const addedIn = (home: string): string => join(pylonFolder(home), 'added.json');
const allAdded = (home: string): Record<string, Added> =>
	readPrivateJson(addedIn(home), addedFile, 'take Pylon out of those settings by hand')?.added ?? {};
const addedTo = (home: string, key: string): Added | undefined => allAdded(home)[key];
