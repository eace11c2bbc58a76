/** What every surface does first: its title, the theme, the view of last time, then the live room. */
import { type Component, mount } from 'svelte';
import { readStoredView } from '../first-paint/early.ts';
import { firstPaint } from '../first-paint/first-paint.ts';
import { text } from '../texts.ts';
import { connectSurface } from './background-client.ts';
import { RoomLive } from './room-live.svelte.ts';

/** Clocks show minutes; a state that turns stale or unreachable is seen soon enough. */
const TICK_MS = 5_000;

export async function showSurface(Surface: Component<{ live: RoomLive }>, title: 'extName' | 'optionsTitle'): Promise<void> {
	const owner = new AbortController();
	const live = new RoomLive(Date.now);
	document.title = text(title);
	const stored = await readStoredView();
	if (stored !== undefined) live.receive(stored);
	$effect.root(() => {
		$effect.pre(() => {
			document.documentElement.dataset['theme'] = live.theme;
		});
	});
	mount(Surface, { target: document.body, props: { live } });
	const ticking = setInterval(() => live.tick(), TICK_MS);
	owner.signal.addEventListener('abort', () => clearInterval(ticking), { once: true });
	addEventListener('pagehide', () => owner.abort(), { once: true });
	const shown = firstPaint().then(() => {
		document.documentElement.dataset['painted'] = '';
	});
	// To call the background may wake it, and it would wake beside the first paint.
	if (stored !== undefined) await shown;
	if (!owner.signal.aborted) connectSurface((message) => live.receive(message), owner.signal);
}
