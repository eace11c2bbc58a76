/** A relay as an enemy would run it: it answers every call and every socket, in the shapes that are asked for, with the worst that fits. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ProcedureName } from '../party/context.ts';
import { PROTOCOL } from '../shared/protocol.ts';
import { OPEN_POLICY } from '../shared/report/policy.ts';
import { seal } from '../shared/seal.ts';

/** What no terminal, pipe or log may get, with a line that looks like one of ours. */
export const WORST =
	'\u001b]0;owned\u0007\u001b[2K\r\n  ✓ Joined acme-sprint, all is well\u202e\u2066\u200b\u200d\ufeff\u2028\u0085\u009b1A\u{e0041}\u{e007f}\ufe0f\u{e0100}\u3164\u115f\u061c';
/** The same as far as texts of members may hold it: on one line, without what steers. */
const UNSEEN_WORDS = 'Jake\u3164\ufe0f\u{e0100}\u115f';
const HIDDEN_WORDS = `hello\u200b\u200d\ufeff\u{e0041}\u{e007f}\ufe0f\u{e0100}\u3164\u115f\u061c`;

/** How it answers. */
export const MOODS = {
	'refuses with a name of its own': 'refuse',
	'fails without a reason': 'fail',
	'answers with the worst in every text': 'worst',
	'answers with the worst that its shapes allow': 'sly',
	'answers with no JSON': 'noise',
	'sends elsewhere': 'redirect',
} as const;
export type Mood = (typeof MOODS)[keyof typeof MOODS];

export interface HostileRelay {
	url: string;
	stop(): Promise<void>;
}

export async function startHostileRelay(mood: Mood, roomKey: Uint8Array): Promise<HostileRelay> {
	const server = createServer((request, response) => answer(request, response, mood, roomKey));
	const sockets = new WebSocketServer({ server });
	sockets.on('connection', (socket) => serve(socket, mood, roomKey));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		stop: async () => {
			for (const socket of sockets.clients) socket.terminate();
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** The procedure that a call is of. */
const PATH = /\/trpc\/([a-zA-Z.]+)/;

async function answer(request: IncomingMessage, response: ServerResponse, mood: Mood, roomKey: Uint8Array): Promise<void> {
	const { url = '' } = request;
	request.resume();
	if (mood === 'noise') return void response.writeHead(502, { 'content-type': 'text/html' }).end(`<h1>${WORST}</h1>`);
	if (mood === 'redirect') return void response.writeHead(302, { location: `https://evil.invalid/${encodeURIComponent(WORST)}` }).end();
	const json = (status: number, body: unknown) =>
		response.writeHead(status, { 'content-type': 'application/json', 'x-worst': '1' }).end(JSON.stringify(body));
	if (url.endsWith('/health')) return void json(200, { ok: 1, protocol: PROTOCOL, says: WORST });
	const path = PATH.exec(url)?.[1] ?? '';
	const given = answerTo(path, roomKey);
	if (mood === 'refuse' || mood === 'fail' || given === undefined) return void json(403, { error: failure(mood, path) });
	json(200, { result: { data: mood === 'worst' ? worstOf(given) : given } });
}

const failure = (mood: Mood, path: string) => ({
	message: WORST,
	code: -32_603,
	data: { code: 'FORBIDDEN', httpStatus: 403, path: path + WORST, ...(mood === 'refuse' && { refusal: `out-of-luck${WORST}` }) },
});

function serve(socket: WebSocket, mood: Mood, roomKey: Uint8Array): void {
	if (mood === 'noise') socket.send(WORST);
	if (mood === 'redirect') return socket.close(4_321, WORST.slice(0, 20));
	socket.on('message', (data) => {
		const { id, method, params } = JSON.parse(String(data)) as {
			id?: number;
			method?: string;
			params?: { path?: string; input?: { as?: string } };
		};
		const tell = (message: object) => socket.send(JSON.stringify({ id, ...message }));
		const path = params?.path ?? '';
		if (method === undefined || id === undefined || method === 'subscription.stop') return;
		if (mood === 'refuse' || mood === 'fail') return tell({ error: failure(mood, path) });
		if (method !== 'subscription') {
			const given = answerTo(path, roomKey);
			return tell({ result: { type: 'data', data: mood === 'worst' ? worstOf(given) : given } });
		}
		tell({ result: { type: 'started' } });
		for (const event of eventsFor(params?.input?.as, roomKey))
			tell({ result: { type: 'data', data: mood === 'worst' ? worstOf(event) : event } });
	});
}

/** Every text of it but what its shape turns on. */
function worstOf(value: unknown): unknown {
	if (typeof value === 'string') return `${value}${WORST}`;
	if (Array.isArray(value)) return value.map(worstOf);
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === 'type' ? inner : worstOf(inner)]));
}

const AT = Date.UTC(2026, 10, 1);
const SECRET = 'A'.repeat(22);
const operator = (operatorId: string) =>
	({ operatorId, name: UNSEEN_WORDS, color: '#3B82F6', role: 'admin', online: true, paused: false, lastSeen: AT }) as const;
const DEVICE = { deviceId: '0123456789abcdef', label: UNSEEN_WORDS, createdAt: AT, online: true, current: false };
const INVITE = { inviteId: '01234567', role: 'member', createdBy: 'jake', createdAt: AT, expiresAt: AT, usesLeft: 1, state: 'open' };

function agent(roomKey: Uint8Array, operatorId: string, agentId: string) {
	const sealed = (field: Parameters<typeof seal>[1]) => seal(roomKey, field, HIDDEN_WORDS);
	return {
		agentId,
		kind: 'codex',
		status: 'working',
		statusSince: AT,
		operatorId,
		deviceId: DEVICE.deviceId,
		task: sealed('task'),
		plan: [{ subject: sealed('subject'), state: 'pending' }],
		repo: sealed('repo'),
		branch: sealed('branch'),
		head: sealed('head'),
		touches: [{ path: sealed('path'), mode: 'alive', at: AT, meets: [] }],
		errors: 1,
	};
}

function eventsFor(as: string | undefined, roomKey: Uint8Array): object[] {
	const policy = { type: 'policy', at: AT, policy: OPEN_POLICY };
	if (as === 'bridge') return [policy];
	const operators = [operator('jake'), operator('eve')];
	const agents = [agent(roomKey, 'jake', '0000000000000001'), agent(roomKey, 'eve', '0000000000000002')];
	const reporters = operators.map(({ operatorId }) => ({ operatorId, deviceId: DEVICE.deviceId, heardAt: AT }));
	if (as === 'neighbour') return [{ type: 'neighbours', at: AT, repos: [agents[0]?.repo, WORST], reporters, agents }];
	const snapshot = {
		type: 'snapshot',
		at: AT,
		room: 'acme',
		you: 'jake',
		policy: OPEN_POLICY,
		operators,
		reporters,
		agents,
		settled: true,
	};
	// And what is no event at all.
	return [{ type: 'snapshot', agents: WORST }, { type: WORST }, { agents: null, type: 'agent', report: null }, snapshot];
}

/** Undefined where there is no such procedure. */
const answerTo = (path: string, roomKey: Uint8Array): unknown => (answersOf(roomKey) as Record<string, unknown>)[path];

/** By procedure; a new one does not compile before. */
export function answersOf(roomKey: Uint8Array): Record<ProcedureName, unknown> {
	const joined = { credential: 'A'.repeat(43), deviceId: DEVICE.deviceId, operator: operator('jake'), room: 'acme' };
	const agents = [agent(roomKey, 'jake', '0000000000000001')];
	const contenders = [{ operatorId: 'jake', agentId: '0000000000000001', mode: 'edit', at: AT }];
	return {
		'room.create': joined,
		'room.get': {
			room: 'acme',
			createdAt: AT,
			policy: OPEN_POLICY,
			manner: 'deny',
			you: operator('jake'),
			deviceId: DEVICE.deviceId,
			operators: 2,
		},
		'room.summary': { at: AT, room: 'acme', operators: 2, online: 2, agents: { working: 1 }, collisions: 1, notes: 0 },
		'room.stats': { at: AT, refusals: { 'too-fast': 1 } },
		'room.setPolicy': OPEN_POLICY,
		'room.recommend': { manner: 'deny' },
		'room.delete': { room: 'acme' },
		'room.watch': undefined,
		'invite.create': { ...INVITE, secret: SECRET },
		'invite.list': [INVITE],
		'invite.revoke': { inviteId: INVITE.inviteId },
		'invite.preview': { room: 'acme', members: 2, role: 'member', invitedBy: UNSEEN_WORDS, expiresAt: AT, policy: OPEN_POLICY },
		'invite.accept': joined,
		'operator.list': [operator('jake'), operator('eve')],
		'operator.update': operator('jake'),
		'operator.setRole': operator('eve'),
		'operator.remove': { operatorId: 'eve' },
		'operator.leave': { operatorId: 'jake' },
		'device.link': { secret: SECRET, expiresAt: AT },
		'device.claim': joined,
		'device.list': [DEVICE],
		'device.revoke': { deviceId: DEVICE.deviceId },
		'agent.report': { unknown: [] },
		'agent.beat': { at: AT },
		'agent.list': { at: AT, reporters: [], agents },
		'collision.list': { at: AT, collisions: [{ repo: WORST, path: WORST, level: 'conflict', isOwn: false, contenders, compared: [] }] },
	};
}
