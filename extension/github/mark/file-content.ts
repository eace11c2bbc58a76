/** What the marks say of a room's files: made once for each view of the room, and drawn as often as the page asks. */
import { AT_IT_MS } from '../../../shared/collision-words.ts';
import type { Contender } from '../../../shared/room/collisions.ts';
import { agentKey } from '../../../shared/room/fold.ts';
import type { PageFile, PagePair, PageView } from '../../contract/page-view.ts';
import { text } from '../../texts.ts';
import { agentOf, ago, pairWords } from '../../words.ts';
import { levelOf, type MarkContent, peopleOf, type Worker, worst } from './mark-content.ts';

export type RoomView = Extract<PageView, { type: 'room' }>;
type Toucher = Worker & { touch: NonNullable<Worker['touch']> };

/** Every agent of the view with its person, in the view's order. */
export function workersIn(view: RoomView): Worker[] {
	const people = new Map(view.people.map((person) => [person.operatorId, person]));
	return view.agents.flatMap((agent) => {
		const person = people.get(agent.operatorId);
		return person === undefined ? [] : [{ person, agent, touch: undefined }];
	});
}

/** By path. A file whose agents are all unknown is left out. */
export function fileContents(view: RoomView, now: number): ReadonlyMap<string, MarkContent> {
	const workers = new Map(workersIn(view).map((worker) => [worker.agent.key, worker]));
	const touchersOf = (file: PageFile) =>
		file.contenders.flatMap(({ agentKey, mode, at }): Toucher[] => {
			const worker = workers.get(agentKey);
			return worker === undefined ? [] : [{ ...worker, touch: { mode, at } }];
		});
	const byPath = new Map<string, PageFile[]>();
	for (const file of view.files) byPath.set(file.path, [...(byPath.get(file.path) ?? []), file]);
	const contents = new Map<string, MarkContent>();
	for (const [path, files] of byPath) {
		const known = files.map((file) => ({ file, touchers: touchersOf(file) })).filter(({ touchers }) => touchers.length > 0);
		if (known.length > 0) contents.set(path, pathContent(path, known, view, now));
	}
	return contents;
}

/** Of a path that is in a fork as well: a collision names those in it alone, and the others are shown beside them. */
function pathContent(path: string, known: { file: PageFile; touchers: Toucher[] }[], view: RoomView, now: number): MarkContent {
	const level = worst(known.map(({ file }) => levelOf(file.pair)));
	const contest = level === 'touched' ? undefined : known.find(({ file }) => levelOf(file.pair) === level);
	const others = known.filter((each) => each !== contest).flatMap(({ touchers }) => touchers);
	const newestFirst = others.sort((one, other) => other.touch.at - one.touch.at);
	const workers = [...(contest?.touchers ?? []), ...newestFirst];
	let said: Words | undefined;
	const say = (): Words => {
		said ??= contest?.file.pair === undefined ? touchWords(workers, now) : contestWords(contest.file.pair, view, now);
		return said;
	};
	return {
		// Put into words for the few whose marks are drawn: a room is in hundreds of files.
		get words() {
			return say().words;
		},
		get time() {
			return say().time;
		},
		level,
		lead: path,
		people: peopleOf(workers),
		subject: path,
		workers,
		conflicts: [],
		focus: { path },
		staleSince: view.staleSince,
		now,
	};
}

const IS_AT_IT = { edit: 'markIsEditing', read: 'markIsReading' } as const;
const WAS_AT_IT = { edit: 'markEdited', read: 'markRead' } as const;

type Words = Pick<MarkContent, 'words' | 'time'>;

/** Of a file that only one person's agents are in, that others' left long ago, or that they have in another repository: the newest touch. */
function touchWords(workers: Toucher[], now: number): Words {
	const [newest, ...others] = workers as [Toucher, ...Toucher[]];
	const { mode, at } = newest.touch;
	const isNow = newest.agent.status === 'working' && now - at <= AT_IT_MS;
	const owned = agentOf(newest.person, newest.agent.kind);
	const who = others.length === 0 ? owned : `${owned} +${others.length}`;
	const words = isNow ? IS_AT_IT : WAS_AT_IT;
	return { words: text(words[mode], who), time: ago(now - at) };
}

function contestWords(pair: PagePair, view: RoomView, now: number): Words {
	const agentOf = (contender: Contender) => view.agents.find(({ key }) => key === agentKey(contender));
	const people = new Map(view.people.map((person) => [person.operatorId, person]));
	const you = view.people.find((person) => person.isYou)?.operatorId ?? '';
	const { words, lines, time } = pairWords(
		pair,
		{
			you,
			nameOf: (operatorId) => people.get(operatorId)?.name ?? '',
			kindOf: (contender) => agentOf(contender)?.kind,
			hasManyAgents: view.agents.filter(({ operatorId }) => operatorId === you).length > 1,
			isWorking: (contender) => agentOf(contender)?.status === 'working',
			offlineSince: (contender) => (contender === pair.one ? pair.offlineSince.one : pair.offlineSince.other),
		},
		now,
	);
	return { words: lines === undefined ? words : `${lines} · ${words}`, time };
}
