/** Which host an alias stands for, as ssh says. */
import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scratch } from '../../../testing/scratch.ts';
import { hostOfAlias } from './ssh-config.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

const hostOf = (alias: string) => hostOfAlias(alias, 'git', scratch.home);

describe('the host of an alias', () => {
	test.each([
		['an entry', 'Host work\n\tHostName github.com\n', 'work', 'github.com'],
		['other spellings', 'host=work\nhostname = "github.com"\n', 'work', 'github.com'],
		['the first that fits', 'Host w*\n HostName github.com\nHost work\n HostName gitlab.com\n', 'work', 'github.com'],
		['several names, and one that is excluded', 'Host *-work !old-work\n HostName github.com\n', 'gh-work', 'github.com'],
		['its own name within', 'Host gh-*\n HostName %h.acme.dev\n', 'gh-a', 'gh-a.acme.dev'],
		[
			'an entry with a remark',
			'Host home # at work\n HostName gitlab.com\nHost work # own\n HostName github.com # acme\n',
			'work',
			'github.com',
		],
		['a condition on its name', 'Match originalhost home,w*\n HostName github.com\n', 'work', 'github.com'],
		['a condition that always holds', 'Host home\n HostName gitlab.com\nMatch all\n HostName github.com\n', 'work', 'github.com'],
		['patterns in quotes of either kind', "Host 'home' \"work\"\n HostName 'github.com'\n", 'work', 'github.com'],
		['a file of Windows', 'Host work\r\n  HostName github.com\r\n', 'work', 'github.com'],
		['a percent sign before its own name', 'Host *-x\n HostName a%%h.acme.dev\n', 'b-x', 'a%h.acme.dev'],
		['several conditions', 'Match originalhost work host w* user git\n HostName github.com\n', 'work', 'github.com'],
		['a condition on this machine’s user', `Match localuser ${userInfo().username}\n HostName github.com\n`, 'work', 'github.com'],
		['a condition with an equals sign', 'Match originalhost=work\n HostName github.com\n', 'work', 'github.com'],
		['a condition turned round', 'Match !originalhost home !user mara\n HostName github.com\n', 'work', 'github.com'],
		['what stands before any entry', 'HostName github.com\nHost work\n HostName gitlab.com\n', 'work', 'github.com'],
	])('is that of %s', (_, config, alias, host) => {
		scratch.write('.ssh/config', config);
		expect(hostOf(alias)).toBe(host);
	});

	test.each([
		['another entry', 'Host home\n HostName github.com\n', 'work'],
		['an entry that excludes it', 'Host * !work\n HostName github.com\n', 'work'],
		['a condition that excludes it', 'Match host *,!work\n HostName github.com\n', 'work'],
		['a condition on another user', 'Match originalhost work user mara\n HostName github.com\n', 'work'],
		['a condition for a later look', 'Match final originalhost work\n HostName github.com\n', 'work'],
		['a condition turned round, which only ssh can tell', 'Match !exec "false"\n HostName github.com\n', 'work'],
		['a condition of several, which only ssh can tell', 'Match host work exec "true"\n HostName github.com\n', 'work'],
		['a condition, which only ssh can tell', 'Match exec "true"\n HostName github.com\n', 'work'],
		['an address, which others need not have', 'Host work\n HostName 10.0.0.5\n', 'work'],
		['a short name, which only this network knows', 'Host work\n HostName gitbox\n', 'work'],
		['another machine on the way to a host that is known', 'Host github.com\n HostName proxy.acme.dev\n', 'github.com'],
	])('is itself for %s', (_, config, alias) => {
		scratch.write('.ssh/config', config);
		expect(hostOf(alias)).toBe(alias);
	});

	test('is found in files that are included, and those go round in no circle', () => {
		scratch.write('.ssh/config', 'Include conf.d/* by-number/[0-4][!x]*\nInclude */hosts\nInclude ~/.ssh/more\nHost x\n');
		scratch.write('.ssh/acme/hosts', 'Host deep\n HostName github.com\n');
		scratch.write('.ssh/.hidden/hosts', 'Host hidden\n HostName github.com\n');
		scratch.write('.ssh/conf.d/work', 'Host work\n HostName github.com\n');
		scratch.write('.ssh/more', 'Include config\nHost home\n HostName gitlab.com\n');
		scratch.write('.ssh/by-number/10-team', 'Host team\n HostName github.com\n');
		scratch.write('.ssh/by-number/1x', 'Host not\n HostName github.com\n');
		const aliases = ['work', 'home', 'deep', 'hidden', 'team', 'not'];
		expect(aliases.map(hostOf)).toEqual(['github.com', 'gitlab.com', 'github.com', 'hidden', 'github.com', 'not']);
	});

	test('is found in files that an entry includes, as if they stood there', () => {
		scratch.write('.ssh/config', 'Host *\n AddKeysToAgent yes\nInclude conf.d/*\nHost home\n Include more\n');
		scratch.write('.ssh/conf.d/work', 'Host work\n HostName github.com\n');
		scratch.write('.ssh/more', 'HostName gitlab.com\nHost other\n HostName github.com\n');
		expect(['work', 'home', 'other'].map(hostOf)).toEqual(['github.com', 'gitlab.com', 'other']);
	});

	test('no pattern takes its time, whatever a remote calls its host', () => {
		scratch.write('.ssh/config', `Host ${'*-'.repeat(30)}x\n HostName github.com\n`);
		expect(hostOf('-'.repeat(2_000))).toBe('-'.repeat(2_000));
		expect(hostOf(`${'-'.repeat(2_000)}x`)).toBe('github.com');
	});

	test('a star stands for any letters and a question mark for one, wherever they stand', () => {
		const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), minLength: 1, maxLength: 6 });
		const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), minLength: 1, maxLength: 6 });
		fc.assert(
			fc.property(text, pattern, (alias, wanted) => {
				scratch.write('.ssh/config', `Host ${wanted}\n HostName github.com\n`);
				const same = new RegExp(`^${wanted.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`);
				expect(hostOf(alias)).toBe(same.test(alias) ? 'github.com' : alias);
			}),
		);
	});

	test.skipIf(!hasSsh())('is what ssh says', () => {
		const entries = [
			"Host a-* !a-x 'q'\n HostName github.com\n",
			`Match originalhost=m*,!mx user git !localuser nobody\n HostName b%%h.acme.dev\n`,
			'Match originalhost u user mara\n HostName codeberg.org\nMatch all\n  hostname "gitlab.com"\n',
		];
		const file = scratch.write('.ssh/config', entries.join(''));
		for (const alias of ['a-b', 'a-x', 'c', 'q', 'm1', 'mx', 'u']) {
			const said = execFileSync('ssh', ['-G', '-F', file, `git@${alias}`], { encoding: 'utf8' });
			expect(hostOf(alias)).toBe(/^hostname (.*)$/m.exec(said)?.[1]);
		}
	});
});

function hasSsh(): boolean {
	try {
		execFileSync('ssh', ['-V'], { stdio: 'ignore' });
		return true;
	} catch (error) {
		if (error instanceof Error && 'code' in error) return false;
		throw error;
	}
}
