/** What is muted by what somebody typed. */
import { describe, expect, test } from 'vitest';
import { fileKey } from '../../../shared/alerts/open-alerts.ts';
import { namedKey } from './mute.ts';

const [server, web] = [
	{ repo: 'github.com/acme/api', path: 'src/server.ts' },
	{ repo: 'github.com/acme/web', path: 'src/server.ts' },
];
const people = [
	{ operatorId: 'andrew', name: 'Andrew Lim' },
	{ operatorId: 'bea', name: 'Bea' },
	{ operatorId: 'bea-2', name: 'BEA' },
];
const within = (files = [server], some = people) => ({ files, people: some, room: 'acme' });

describe('named for muting', () => {
	test.each([
		['src/server.ts', fileKey(server)],
		['acme/api src/server.ts', fileKey(server)],
		['andrew lim', 'andrew'],
		['andrew', 'andrew'],
		['id:bea', 'bea'],
	])('%s', (typed, key) => {
		expect(namedKey(typed, within())).toBe(key);
	});

	test('of two that are meant nobody guesses, and says how to tell them apart', () => {
		expect(() => namedKey('src/server.ts', within([server, web]))).toThrow('More than one file in conflict is called src/server.ts');
		expect(namedKey('acme/web src/server.ts', within([server, web]))).toBe(fileKey(web));
		expect(() => namedKey('Bea', within())).toThrow('More than one in acme is called Bea');
	});

	test('a person who is called as a file is is told from it', () => {
		const trap = [{ operatorId: 'eve', name: 'src/server.ts' }];
		expect(namedKey('src/server.ts', within([server], trap))).toBe(fileKey(server));
		expect(namedKey('id:eve', within([server], trap))).toBe('eve');
	});

	test('what is neither is an error that says what there is', () => {
		expect(() => namedKey('src/other.ts', within())).toThrow('src/other.ts is no file in which you conflict, and nobody else in acme.');
		const long = { repo: 'github.com/acme/api', path: 'a/'.repeat(900) };
		expect(() => namedKey(long.path, within([long]))).toThrow('is no file');
	});
});
