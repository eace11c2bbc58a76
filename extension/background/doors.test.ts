/** What comes from pages and from storage is checked before it is used. */
import { expect, test } from 'vitest';
import { newRoomKey } from '../../shared/seal.ts';
import { type PairedRoom, pairedRoom, publicOf, toStored } from '../live/paired-room.ts';
import { hostOf, requestOf } from './page-request.ts';
import { withoutRoom, withRoom } from './paired-rooms.ts';

const roomOf = (id: string, room: string): PairedRoom => ({
	id: id.repeat(16),
	room,
	server: 'https://pylon.acme.dev',
	operatorId: 'jake',
	operatorName: 'Jake',
	pairedAt: 1,
	credential: 's'.repeat(43),
	roomKey: newRoomKey(),
});

test('a page asks for a repository, tells of a pull request, or opens the panel: nothing else is heard', () => {
	const heard = (message: unknown) => requestOf(message, 'github.com') !== undefined;
	expect(heard({ type: 'watch', repo: 'github.com/acme/api' })).toBe(true);
	expect(heard({ type: 'pull' })).toBe(true);
	expect(heard({ type: 'pull', pull: { repo: 'github.com/acme/api', files: [], isUnmarked: true } })).toBe(true);
	expect(heard({ type: 'open-panel', focus: { path: 'a.ts' } })).toBe(true);
	expect(heard({ type: 'pair', token: 'x' })).toBe(false);
	expect(heard({ type: 'watch', repo: `github.com/${'x'.repeat(1_000)}` })).toBe(false);
	expect(heard({ type: 'pull', pull: { repo: 'github.com/acme/api', files: ['../../etc'], isUnmarked: true } })).toBe(false);
});

test('a tab asks for repositories of its own host alone, which is the one that the browser names', () => {
	const GHE = 'git.acme.dev';
	const heard = (host: string, message: unknown) => requestOf(message, host) !== undefined;
	const pull = (repo: string, headRepo?: string) => ({ type: 'pull', pull: { repo, headRepo, files: [], isUnmarked: false } });
	for (const [host, other] of [['github.com', GHE] as const, [GHE, 'github.com'] as const]) {
		expect(heard(host, { type: 'watch', repo: `${host}/acme/api` })).toBe(true);
		expect(heard(host, { type: 'watch', repo: `${host.toUpperCase()}/acme/api` })).toBe(true);
		expect(heard(host, pull(`${host}/acme/api`, `${host}/ada/api`))).toBe(true);
		for (const repo of [`${other}/acme/api`, 'local/api@0123456789ab', `${host}.evil.dev/acme/api`, host, '', '/']) {
			expect([repo, heard(host, { type: 'watch', repo })]).toEqual([repo, false]);
			expect([repo, heard(host, pull(repo))]).toEqual([repo, false]);
			expect([repo, heard(host, pull(`${host}/acme/api`, repo))]).toEqual([repo, false]);
		}
	}
});

test.for([
	[{ url: 'https://github.com/acme/api/pull/7' }, 'github.com'],
	[{ url: 'https://github.com/', origin: 'https://github.com' }, 'github.com'],
	[{ url: 'https://git.acme.dev:8443/acme/api' }, 'git.acme.dev'],
	[{ url: 'https://github.com@evil.dev/acme' }, 'evil.dev'],
	[{ url: 'https://github.com/', origin: 'https://evil.dev' }, 'evil.dev'],
	[{ url: 'https://github.com/', origin: 'null' }, undefined],
	[{ url: 'http://github.com/acme/api' }, undefined],
	[{ url: 'file:///home/jake/github.com/acme/api' }, undefined],
	[{ url: 'about:blank' }, undefined],
	[{ url: 'data:text/html,github.com' }, undefined],
	[{}, undefined],
	[undefined, undefined],
] as const)('a sender at %j is of the host %s', ([sender, host]) => {
	expect(hostOf(sender)).toBe(host);
});

test('[P8] what surfaces are told of a room holds neither its credential nor its key', () => {
	const room = roomOf('a', 'acme');
	expect(Object.keys(publicOf(room))).not.toEqual(expect.arrayContaining(['credential', 'roomKey']));
	expect(JSON.stringify(publicOf(room))).not.toContain(room.credential);
});

test('a stored room comes back as it was, and a damaged one does not', () => {
	const room = roomOf('a', 'acme');
	const stored = JSON.parse(JSON.stringify(toStored(room)));
	expect(pairedRoom.parse(stored)).toEqual(room);
	expect(pairedRoom.safeParse({ ...stored, roomKey: 'short' }).success).toBe(false);
});

test('pairing a room again replaces its pairing; forgetting the shown one shows another', () => {
	const [first, second, again] = [roomOf('a', 'acme'), roomOf('b', 'other'), roomOf('c', 'acme')];
	const three = [first, second, again].reduce(withRoom, { rooms: [], active: undefined });
	expect(three.rooms.map((room) => room.id[0])).toEqual(['b', 'c']);
	expect(three.active).toBe(again);
	const left = withoutRoom(three, again.id);
	expect(left.active).toBe(second);
	expect(withoutRoom(left, second.id)).toEqual({ rooms: [], active: undefined });
});
