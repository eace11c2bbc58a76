/** What can be wrong, checked one by one; each finding with its fix. */
import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REFUSALS } from '../shared/refusal.ts';
import { refusalOf } from '../shared/relay.ts';
import { unsealAgent } from '../shared/unseal.ts';
import { counted } from '../shared/words.ts';
import { allRooms, type RoomConfig } from './config.ts';
import { type BridgeStatus, runningBridge } from './daemon.ts';
import { pylonFolder, untilde } from './home.ts';
import { type Drift, readLocalAgents } from './local-agents.ts';
import { relayOf } from './relay-answer.ts';
import { roomKey } from './room-key.ts';
import { readSettings } from './settings.ts';
import { hostOf, UserError } from './user-error.ts';

/** `note` is worth knowing, `fail` stops Pylon from doing its work. */
export interface Finding {
	check: string;
	state: 'ok' | 'note' | 'fail';
	finding: string;
	fix?: string;
}

export interface Patient {
	home: string;
	env: NodeJS.ProcessEnv;
	clock: () => number;
	/** `process.versions.node`. */
	nodeVersion: string;
}

const NODE_MIN = 22;
const CLOCK_OFF_MS = 60_000;
const DAY_MS = 24 * 60 * 60 * 1_000;

const ok = (check: string, finding: string): Finding => ({ check, state: 'ok', finding });
const note = (check: string, finding: string, fix: string): Finding => ({ check, state: 'note', finding, fix });
const fail = (check: string, finding: string, fix: string): Finding => ({ check, state: 'fail', finding, fix });

export async function examine(patient: Patient): Promise<{ findings: Finding[]; drift: Drift[] }> {
	const machine = [node(patient), await git(patient), ...files(patient)];
	const { finding, drift } = await readers(patient);
	const rooms = roomsOf(patient);
	if (!Array.isArray(rooms)) return { findings: [...machine, finding, rooms], drift };
	const bridge = await runningBridge(patient.home);
	const checked = await Promise.all(rooms.map((room) => checkRoom(patient, room, bridge)));
	const none =
		rooms.length === 0 ? [note('room', 'This machine is in no room; everything is local.', 'pylon join TOKEN, or pylon init')] : [];
	return { findings: [...machine, finding, ...none, ...daemon(rooms, bridge), ...checked.flat()], drift };
}

function node({ nodeVersion }: Patient): Finding {
	const major = Number(nodeVersion.split('.')[0]);
	if (major >= NODE_MIN) return ok('node', `Node ${nodeVersion}`);
	return fail('node', `Node ${nodeVersion} is too old.`, `Install Node ${NODE_MIN} or newer: https://nodejs.org`);
}

async function git({ env }: Patient): Promise<Finding> {
	try {
		const { stdout } = await promisify(execFile)('git', ['--version'], { env, timeout: 5_000 });
		return ok('git', stdout.trim());
	} catch (error) {
		return fail(
			'git',
			`git does not run (${error instanceof Error ? error.message.split('\n')[0] : String(error)}).`,
			'Install git: repositories are told apart with it.',
		);
	}
}

/** What only this user may read. */
function files({ home }: Patient): Finding[] {
	const folder = pylonFolder(home);
	if (!existsSync(folder)) return [ok('files', '~/.pylon is not there yet')];
	if (process.platform === 'win32') return [ok('files', '~/.pylon')];
	const open = [folder, join(folder, 'room.json'), ...allFiles(home)].filter(
		(file) => existsSync(file) && (statSync(file).mode & 0o077) !== 0,
	);
	if (open.length === 0) return [ok('files', '~/.pylon can be read by you alone')];
	return [fail('files', `Others on this machine can read ${open.join(', ')}.`, 'chmod -R go-rwx ~/.pylon')];
}

function allFiles(home: string): string[] {
	const rooms = roomsOf({ home });
	return Array.isArray(rooms) ? rooms.map(({ room }) => join(pylonFolder(home), 'rooms', `${room}.json`)) : [];
}

/** The rooms, or what is wrong with their files. */
function roomsOf({ home }: Pick<Patient, 'home'>): RoomConfig[] | Finding {
	try {
		readSettings(home);
		return allRooms(home);
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		return fail('config', error.message, error.hint ?? '');
	}
}

async function readers({ home, env, clock }: Patient): Promise<{ finding: Finding; drift: Drift[] }> {
	const now = clock();
	const { agents, drift } = await readLocalAgents({ home, env, since: now - DAY_MS, now });
	const kinds = [...new Set(agents.map(({ kind }) => kind))];
	const strange = drift.reduce((sum, { count }) => sum + count, 0);
	const found =
		agents.length === 0
			? 'No agent session of the last 24 hours'
			: `${counted(agents.length, 'agent')} of the last 24 hours (${kinds.join(', ')})`;
	if (strange === 0) return { finding: ok('sessions', found), drift };
	const finding = note(
		'sessions',
		`${found}; ${counted(strange, 'record')} not understood.`,
		'Update Pylon. If it goes on, paste the table below into an issue: it holds no content.',
	);
	return { finding, drift };
}

function daemon(rooms: RoomConfig[], bridge: BridgeStatus | undefined): Finding[] {
	if (rooms.length === 0) return [];
	if (bridge === undefined)
		return [fail('bridge', 'The bridge does not run: the room does not hear of your agents.', 'pylon start --background')];
	const faults =
		bridge.faults.length === 0
			? []
			: [note('bridge', `It met ${counted(bridge.faults.length, 'fault')}: ${bridge.faults[0]}`, 'Update Pylon, or report it.')];
	return [ok('bridge', `The bridge runs (process ${bridge.pid})`), ...faults];
}

async function checkRoom(patient: Patient, room: RoomConfig, bridge: BridgeStatus | undefined): Promise<Finding[]> {
	const { home } = patient;
	const lost = room.sharedPaths.filter((path) => !existsSync(untilde(path, home, home)));
	const nothing = note(room.room, 'Nothing is shared with it.', 'pylon share add PATH');
	const paths = lost.map((path) => note(room.room, `${path} is shared, but not there.`, `pylon share remove ${path}`));
	const shared = room.sharedPaths.length === 0 ? [nothing] : paths;
	const paused = readSettings(home).paused ? [note(room.room, 'You paused: nothing is shared.', 'pylon resume')] : [];
	const served = bridge?.rooms.find((each) => each.room === room.room);
	const cut =
		served === undefined || served.state === 'connected'
			? []
			: [
					fail(
						room.room,
						`The bridge is not connected to it (${served.state}).`,
						'pylon stop, then pylon start; its log is ~/.pylon/bridge.log',
					),
				];
	return [...shared, ...paused, ...cut, ...(await relay(patient, room))];
}

async function relay({ clock }: Patient, room: RoomConfig): Promise<Finding[]> {
	const name = room.room;
	const host = hostOf(room.server);
	const client = relayOf(room);
	try {
		const sent = clock();
		const [summary, { you }] = await Promise.all([client.room.summary.query(), client.room.get.query()]);
		const tookMs = clock() - sent;
		const findings = [ok(name, `${host} answers in ${tookMs} ms; you are ${you.role === 'admin' ? 'an admin' : 'a member'}`)];
		const offMs = Math.abs(summary.at - (sent + tookMs / 2));
		if (offMs > CLOCK_OFF_MS + tookMs)
			findings.push(
				note(
					name,
					`This machine’s clock and the relay’s are ${Math.round(offMs / 1_000)} s apart.`,
					'Set the clock; Pylon itself copes with it.',
				),
			);
		const { agents } = await client.agent.list.query();
		const shut = agents.filter((agent) => unsealAgent(roomKey(room), agent) === undefined).length;
		if (shut > 0)
			findings.push(
				fail(
					name,
					`${counted(shut, 'agent')} cannot be opened with this machine’s room key.`,
					`pylon leave --room ${name}, and join with a new invite`,
				),
			);
		return findings;
	} catch (error) {
		const reason = refusalOf(error);
		if (reason === undefined) throw error;
		if (reason === 'unreachable')
			return [fail(name, `The relay at ${host} does not answer.`, `Check the connection and the address: curl -I ${room.server}`)];
		return [fail(name, REFUSALS[reason].message, REFUSALS[reason].hint)];
	}
}
