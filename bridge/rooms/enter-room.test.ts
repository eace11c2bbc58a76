/** A relay that is not what it should be: its answers are looked at before they are kept or shown. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toBase64Url } from '../../shared/bytes.ts';
import { OPEN_POLICY } from '../../shared/report/policy.ts';
import { newRoomKey } from '../../shared/seal.ts';
import { newSecret, type TokenKind, writeToken } from '../../shared/token.ts';
import { Member } from '../../testing/member.ts';
import { Scratch } from '../../testing/scratch.ts';
import { allRooms, keepProfile, type RoomConfig, saveRoom } from './config.ts';

const operator = { operatorId: 'jake', name: 'Jake', color: '#3B82F6', role: 'member', online: true, lastSeen: 1, paused: false };
const preview = { room: 'acme', members: 2, role: 'member', invitedBy: 'Mara', expiresAt: 0, policy: OPEN_POLICY };
const honest = (room: string) => ({ room, credential: 'c'.repeat(43), deviceId: 'd'.repeat(16), operator });
const STEERING = '\u001b]0;owned\u0007';

describe('a hostile relay', () => {
	let scratch: Scratch;
	let jake: Member;
	let relay: Server;
	let server: string;
	let answers: Record<string, unknown>;
	beforeEach(async () => {
		scratch = new Scratch();
		jake = Member.inScratch(scratch.home, 'jake');
		relay = createServer((request, response) => {
			const [, call = ''] = /\/trpc\/([\w.]+)/.exec(request.url ?? '') ?? [];
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify({ result: { data: answers[call] } }));
		});
		await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
		server = `http://127.0.0.1:${(relay.address() as AddressInfo).port}`;
		saveRoom(jake.home, known);
	});
	afterEach(() => {
		relay.close();
		scratch.remove();
	});
	const known: RoomConfig = {
		room: 'secret',
		server: 'https://pylon.acme.dev',
		operatorId: 'jake',
		operatorName: 'Jake',
		color: '#3B82F6',
		role: 'admin',
		sharedPaths: [],
		credential: 'k'.repeat(43),
		roomKey: toBase64Url(newRoomKey()),
		device: 'e'.repeat(16),
	};
	const joinWith = (kind: TokenKind, given: Record<string, unknown>) => {
		answers = given;
		const token = writeToken({ kind, server, room: 'acme', secret: newSecret(), roomKey: newRoomKey() });
		return jake.pylon(['join', token, '--name', 'Jake', '--yes']);
	};

	test.each<[TokenKind, string]>([
		['invite', 'invite.accept'],
		['link', 'device.claim'],
	])('does not get another room’s config overwritten by a token of the kind %s', async (kind, call) => {
		const outcome = await joinWith(kind, { 'invite.preview': preview, [call]: honest('secret') });
		expect(outcome).toMatchObject({ code: 4, stderr: expect.stringContaining('did not ask for (room)') });
		expect(allRooms(jake.home)).toEqual([known]);
	});

	test.each<[string, Record<string, unknown>]>([
		['the operator’s name', { 'invite.accept': { ...honest('acme'), operator: { ...operator, name: STEERING } } }],
		['the colour', { 'invite.accept': { ...honest('acme'), operator: { ...operator, color: STEERING } } }],
		['the count of members', { 'invite.preview': { ...preview, members: STEERING }, 'invite.accept': honest('acme') }],
		['who invites', { 'invite.preview': { ...preview, invitedBy: STEERING }, 'invite.accept': honest('acme') }],
	])('does not steer the terminal with %s, nor have it kept', async (_, given) => {
		const outcome = await joinWith('invite', { 'invite.preview': preview, ...given });
		expect(outcome.code).toBe(4);
		expect(outcome.stdout + outcome.stderr).not.toContain('\u001b]');
		expect(allRooms(jake.home)).toEqual([known]);
	});

	test.each([
		['members', 'operator.list', [{ ...operator, operatorId: STEERING }]],
		[
			'invite list',
			'invite.list',
			[{ inviteId: STEERING, role: 'member', createdBy: STEERING, createdAt: 1, expiresAt: 2, usesLeft: 1, state: STEERING }],
		],
		['link list', 'device.list', [{ deviceId: STEERING, label: 'desk', createdAt: 1, online: true, current: true }]],
		['invite', 'invite.create', { inviteId: STEERING, secret: newSecret(), role: 'member', expiresAt: 2 }],
	])('does not steer the terminal through %s', async (line, call, answer) => {
		saveRoom(jake.home, { ...known, server });
		answers = { [call]: answer };
		const outcome = await jake.pylon(line.split(' '));
		expect(outcome.stdout + outcome.stderr).not.toContain('\u001b]');
		expect(outcome).toMatchObject({ code: 4, stderr: expect.stringContaining('did not ask for') });
	});

	test('what a newer relay says on top is left out', async () => {
		saveRoom(jake.home, { ...known, server });
		answers = { 'operator.list': [{ ...operator, mood: 'fine' }] };
		expect(JSON.parse((await jake.pylon(['members', '--json'])).stdout)).toEqual([operator]);
	});

	test('an honest one is joined, under the name that the token gives', async () => {
		expect(await joinWith('invite', { 'invite.preview': preview, 'invite.accept': honest('acme') })).toMatchObject({ code: 0 });
		expect(allRooms(jake.home).map(({ room }) => room)).toEqual(['acme', 'secret']);
	});

	test('a profile that no member can have is not kept', () => {
		keepProfile(jake.home, known, { name: STEERING, color: '#F59E0B', role: 'admin' });
		expect(allRooms(jake.home)).toEqual([known]);
		keepProfile(jake.home, known, { name: 'Jay', color: '#F59E0B', role: 'admin' });
		expect(allRooms(jake.home)).toMatchObject([{ operatorName: 'Jay' }]);
	});
});
