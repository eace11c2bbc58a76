import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { columnsOf, isDatabaseError, openDatabase } from './sqlite.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

function columnsIn(statements: string): unknown {
	const path = scratch.at('some.db');
	const made = new DatabaseSync(path);
	made.exec(statements);
	made.close();
	try {
		const opened = openDatabase(path, ['threads']);
		const columns = [...columnsOf(opened, 'threads')];
		opened.close();
		return columns;
	} catch (error) {
		return isDatabaseError(error);
	}
}

test('a table is read, and one that is not there has no columns', () => {
	expect(columnsIn('CREATE TABLE threads (id, data)')).toEqual(['id', 'data']);
	scratch.remove();
	scratch = new Scratch();
	expect(columnsIn('CREATE TABLE others (id)')).toEqual([]);
});

test.each([
	'CREATE VIEW threads AS SELECT 1 AS id',
	'CREATE VIEW Threads AS SELECT 1 AS id',
	'CREATE TABLE threads (id, data AS (hex(zeroblob(450000000))))',
	'CREATE TABLE threads (id, data AS (hex(zeroblob(4))) STORED)',
	'CREATE TABLE pragma_table_list (type, name, schema, hidden); CREATE TABLE pragma_table_xinfo (hidden); CREATE VIEW threads AS SELECT 1 AS id',
	'CREATE VIRTUAL TABLE threads USING fts5 (id)',
])('[A3] what computes is no table: %s', (statements) => {
	expect(columnsIn(statements)).toBe(true);
});
