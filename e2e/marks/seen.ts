/** What there is of the extension on a page. Its shadow roots are closed: a test looks from where the extension's own script runs. */

interface Box {
	left: number;
	top: number;
	width: number;
	height: number;
}

export interface SeenButton {
	label: string;
	box: Box;
	isFocused: boolean;
}

export interface SeenMark {
	level: string;
	/** `undefined` while it is not fitted, and so not seen. */
	fit: 'line' | 'badge' | 'edge' | undefined;
	/** Painted along its row's left edge. */
	isEdged: boolean;
	words: string | undefined;
	/** Since when is drawn, too. */
	isTimed: boolean;
	/** What a screen reader says of it; `undefined` where it says nothing. */
	name: string | undefined;
	badges: string[];
	isStale: boolean;
	isOffline: boolean;
	isFocused: boolean;
	box: Box;
	/** What of the page it is in, as `div#diff-…`. */
	host: string;
	/** The row that it is in, as the page lays it out. */
	rowBox: Box;
	/** Links, controls and texts of the page that it is drawn over. */
	covers: string[];
	card: SeenCard | undefined;
}

export interface SeenCard {
	name: string;
	text: string;
	/** The paths of the files that conflict. */
	conflicts: string[];
	buttons: SeenButton[];
	box: Box;
	markup: string;
}

export interface SeenNotice {
	text: string;
	buttons: SeenButton[];
}

export interface Seen {
	marks: SeenMark[];
	notice: SeenNotice | undefined;
	/** Every closed shadow root of the extension, with a mark in it or not. */
	roots: number;
}

/** Runs in the browser, by its source: it refers to nothing outside itself. `within`: marks in what fits this selector. */
export function look(page: Document, rootOf: (element: Element) => ShadowRoot | null, within: string): Seen {
	// A page may give names that stand before what its document can do.
	const document = new Proxy(page, {
		get: (target, name) => {
			const value: unknown = Reflect.get(Object.getPrototypeOf(target), name, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
	const box = (element: Element) => {
		const { left, top, width, height } = element.getBoundingClientRect();
		return { left, top, width, height };
	};
	const said = (element: Element) => [element, ...element.querySelectorAll('*')].flatMap((each) => each.getAttribute('data-words') ?? []);
	const button = (element: Element) => ({
		label: element.getAttribute('aria-label') ?? said(element).join(''),
		box: box(element),
		isFocused: element.matches(':focus'),
	});
	const card = (element: Element) => ({
		name: element.getAttribute('aria-label') ?? '',
		text: said(element).join('\n'),
		conflicts: [...element.querySelectorAll('.conflicts code')].map((code) => said(code).join('')),
		buttons: [...element.querySelectorAll('button')].map(button),
		box: box(element),
		markup: element.innerHTML,
	});
	/** As far as what is around it does not cut it off. */
	const shown = (rect: DOMRect, element: Element | null) => {
		const seen = { left: rect.left, right: rect.right, top: rect.top, bottom: rect.bottom };
		for (let around = element; around !== null; around = around.parentElement) {
			if (document.defaultView?.getComputedStyle(around).overflowX === 'visible') continue;
			const { left, right, top, bottom } = around.getBoundingClientRect();
			Object.assign(seen, { left: Math.max(seen.left, left), right: Math.min(seen.right, right) });
			Object.assign(seen, { top: Math.max(seen.top, top), bottom: Math.min(seen.bottom, bottom) });
		}
		return seen;
	};
	type Sides = ReturnType<typeof shown>;
	const meets = (one: Sides, other: Sides) =>
		Math.min(one.right, other.right) > Math.max(one.left, other.left) && Math.min(one.bottom, other.bottom) > Math.max(one.top, other.top);
	const covered = (part: Element, host: Element) => {
		const own = part.getBoundingClientRect();
		const isUnder = (rects: Iterable<DOMRect>, around: Element | null) =>
			own.width > 1 && [...rects].some((rect) => rect.width > 2 && meets(own, shown(rect, around)));
		const controls = [...document.querySelectorAll('a, button, summary, input, select, [role=button]')]
			.filter((control) => !control.contains(host) && isUnder(control.getClientRects(), control.parentElement))
			.map((control) => control.outerHTML);
		const texts = document.createTreeWalker(host.closest('li') ?? host, NodeFilter.SHOW_TEXT);
		const range = document.createRange();
		for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
			range.selectNodeContents(node);
			if (node.nodeValue?.trim() !== '' && isUnder(range.getClientRects(), node.parentElement)) controls.push(node.nodeValue ?? '');
		}
		return controls;
	};
	const mark = (element: Element, host: Element) => {
		const body = element.querySelector('.mark');
		const words = body?.querySelector('.words')?.getAttribute('data-words') ?? undefined;
		const spoken = body === null ? [] : [...body.querySelectorAll('.spoken, .words, .time')].flatMap(said);
		const opened = element.querySelector('.card:popover-open');
		return {
			level: element.getAttribute('data-pylon-mark') ?? '',
			fit: (element.getAttribute('data-fit') ?? undefined) as 'line' | 'badge' | 'edge' | undefined,
			isEdged: element.hasAttribute('data-edge'),
			words,
			isTimed: (body?.querySelector('.time')?.getBoundingClientRect().width ?? 0) > 1,
			name: body?.localName === 'button' ? spoken.join('') : undefined,
			badges: body === null ? [] : [...body.querySelectorAll('.badge')].flatMap(said),
			isStale: body?.classList.contains('is-stale') === true,
			isOffline: (body?.querySelector('.is-offline') ?? null) !== null,
			isFocused: body?.matches(':focus') === true,
			box: box(element),
			host: `${host.localName}${host.id === '' ? '' : `#${host.id}`}`,
			rowBox: box(host.closest('li') ?? host),
			covers: [...element.querySelectorAll(':scope > .mark, :scope > .bar')].flatMap((part) => covered(part, host)),
			card: opened === null ? undefined : card(opened),
		};
	};
	const hosts = [...document.querySelectorAll('*')].flatMap((host) => {
		const root = rootOf(host);
		return root === null ? [] : [{ host, root }];
	});
	const line = hosts.flatMap(({ root }) => [...root.querySelectorAll('.notice')])[0];
	return {
		marks: hosts
			.filter(({ host }) => host.closest(within) !== null)
			.flatMap(({ host, root }) => [...root.querySelectorAll('.box')].map((each) => mark(each, host))),
		notice: line === undefined ? undefined : { text: said(line).join(' '), buttons: [...line.querySelectorAll('button')].map(button) },
		roots: hosts.length,
	};
}
