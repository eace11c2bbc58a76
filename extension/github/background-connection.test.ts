import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PageRequest, PageView } from '../contract/page-view.ts';
import { BackgroundConnection, type Port } from './background-connection.ts';

const listeners = <Listener>(all: Listener[]) => ({ addListener: (listener: Listener) => void all.push(listener) });

/** Stands for the browser's end of a port. */
class TestPort implements Port {
	readonly said: PageRequest[] = [];
	isOpen = true;
	readonly #onMessage: ((view: PageView) => void)[] = [];
	readonly #onDisconnect: (() => void)[] = [];
	readonly onMessage = listeners(this.#onMessage);
	readonly onDisconnect = listeners(this.#onDisconnect);
	postMessage(message: PageRequest): void {
		this.said.push(message);
	}
	disconnect(): void {
		this.isOpen = false;
	}
	hear(view: PageView): void {
		for (const listener of this.#onMessage) listener(view);
	}
	/** The worker was stopped. */
	die(): void {
		this.isOpen = false;
		for (const listener of this.#onDisconnect) listener();
	}
}

const VIEW: PageView = { type: 'unavailable', repo: 'github.com/acme/api', reason: 'connecting' };
const page = new EventTarget() as Document & { visibilityState: DocumentVisibilityState };
let ports: TestPort[];
let heard: PageView[];
let isOrphaned: boolean;
let end: AbortController;
let line: BackgroundConnection;

beforeEach(() => {
	vi.useFakeTimers();
	ports = [];
	heard = [];
	isOrphaned = false;
	end = new AbortController();
	show('visible');
	line = new BackgroundConnection({
		document: page,
		signal: end.signal,
		connect: () => {
			const port = new TestPort();
			ports.push(port);
			return port;
		},
		onView: (view) => heard.push(view),
		isOrphaned: () => isOrphaned,
	});
});

afterEach(() => {
	end.abort();
	vi.useRealTimers();
});

function show(state: DocumentVisibilityState): void {
	page.visibilityState = state;
	page.dispatchEvent(new Event('visibilitychange'));
}

test('nothing is asked until the page shows a repository', () => {
	expect(ports).toEqual([]);
	line.watch(['github.com/acme/api']);
	expect(ports[0]?.said).toEqual([{ type: 'watch', repos: ['github.com/acme/api'] }]);
	ports[0]?.hear(VIEW);
	expect(heard).toEqual([VIEW]);
});

test('a list that names none yet is a line already, and the same ones are not asked for twice', () => {
	line.watch([]);
	line.watch(['github.com/acme/api', 'github.com/acme/web']);
	line.watch(['github.com/acme/api', 'github.com/acme/web']);
	expect(ports).toHaveLength(1);
	expect(ports[0]?.said.map((said) => said.type === 'watch' && said.repos.length)).toEqual([0, 2]);
});

test('another repository is asked for on the same line, none hangs up', () => {
	line.watch(['github.com/acme/api']);
	line.watch(['github.com/acme/web']);
	expect(ports).toHaveLength(1);
	expect(ports[0]?.said.at(-1)).toEqual({ type: 'watch', repos: ['github.com/acme/web'] });
	line.watch(undefined);
	expect(ports[0]?.isOpen).toBe(false);
});

test('a stopped worker is called again, later each time that it does not answer', () => {
	line.watch(['github.com/acme/api']);
	ports[0]?.die();
	vi.advanceTimersByTime(500);
	expect(ports).toHaveLength(2);
	ports[1]?.die();
	vi.advanceTimersByTime(500);
	expect(ports).toHaveLength(2);
	vi.advanceTimersByTime(500);
	expect(ports).toHaveLength(3);
	ports[2]?.hear(VIEW);
	ports[2]?.die();
	vi.advanceTimersByTime(500);
	expect(ports).toHaveLength(4);
});

test('a page that nobody sees hangs up, so that the background may sleep', () => {
	line.watch(['github.com/acme/api']);
	show('hidden');
	expect(ports[0]?.isOpen).toBe(false);
	vi.advanceTimersByTime(60_000);
	expect(ports).toHaveLength(1);
	show('visible');
	expect(ports[1]?.said).toEqual([{ type: 'watch', repos: ['github.com/acme/api'] }]);
});

test('a line that is taken up again says first which pull request the page shows, as was last told or would have been', () => {
	const pull = {
		repo: 'github.com/acme/api',
		number: 7,
		base: 'main',
		head: 'docs',
		headRepo: undefined,
		source: 'header' as const,
		files: [],
		isUnmarked: false,
	};
	line.watch(['github.com/acme/api']);
	line.reportPull({ ...pull, number: 6 });
	show('hidden');
	line.reportPull(pull);
	show('visible');
	expect(ports[1]?.said).toEqual([
		{ type: 'pull', pull },
		{ type: 'watch', repos: ['github.com/acme/api'] },
	]);
	ports[1]?.die();
	line.reportPull(undefined);
	vi.advanceTimersByTime(500);
	expect(ports[2]?.said[0]).toEqual({ type: 'pull', pull: undefined });
});

test('a script that an update left behind calls nobody', () => {
	line.watch(['github.com/acme/api']);
	isOrphaned = true;
	ports[0]?.die();
	vi.advanceTimersByTime(60_000);
	expect(ports).toHaveLength(1);
});

test('what is late from an old line is not heard', () => {
	line.watch(['github.com/acme/api']);
	show('hidden');
	show('visible');
	ports[0]?.hear(VIEW);
	expect(heard).toEqual([]);
});
