/** Pages that mean ill, or are odd: what marks say stays with the person who looks, and nothing of ours throws. */
import { beforeEach, expect, test } from 'vitest';
import type { EitherPage } from '../either-browser.ts';
import type { GitHub } from '../github/answer.ts';
import { digest } from '../github/frame.ts';
import { login, pullPath } from '../github/pull.ts';
import { site } from '../github/site.ts';
import { agentIn } from '../github/teammates.ts';
import { type AtWork, besidePages } from './beside-pages.ts';

const SOON = { timeout: 60_000 };
const LOGIN = 'src/auth/login.ts';
const PATH = `${pullPath(login)}/changes`;
/** What no page of the fixtures says. */
const SECRETS = ['Quillbert', 'Zebra migration', 'feat/quokka', 'Codex'];
const ordinary = site([login]);
/** Files whose rows are another's, and one whose row is not. */
const [TAKEN, FREE] = [Array.from({ length: 20 }, (_, index) => `src/taken-${index}.ts`), 'src/free.ts'];

/** The page with something more at its start. */
const withMore =
	(more: string): GitHub =>
	(url) => {
		const page = ordinary(url);
		return typeof page === 'string' ? page.replace('<body>', `<body>${more}`) : page;
	};

const atWork: AtWork = async (team) => {
	const quillbert = await team.join('Quillbert Ξ');
	const rows = Object.fromEntries([...TAKEN, FREE].map((path, index) => [path, 10 + index]));
	await quillbert.report(
		agentIn({ [LOGIN]: 1 }, { kind: 'codex', task: 'Zebra migration', branch: 'feat/quokka' }),
		agentIn(rows, { kind: 'codex' }),
	);
};

besidePages(atWork, (browser, name) => {
	let page: EitherPage | undefined;

	beforeEach(async () => {
		await page?.close();
		page = undefined;
		browser().serve(ordinary);
	});

	async function visit(github: GitHub = ordinary): Promise<EitherPage> {
		browser().serve(github);
		page = await browser().visit(`https://github.com${PATH}`);
		return page;
	}
	const marked = (on: EitherPage) => on.marks.in(`[id="diff-${digest(LOGIN)}"]`);

	test('no way of a page’s script leads to what marks and their cards say', async () => {
		const on = await visit(withMore(`<script>${LISTEN}</script>`));
		const mark = marked(on);
		expect((await mark.open()).text).toContain('Zebra migration');
		const { box } = await mark.one();
		await on.type('\t');
		const heard = JSON.parse((await on.evaluate(`(${TRY})(${JSON.stringify(box)}, ${JSON.stringify(SECRETS)})`)) as string);
		// It did look: the page's own words are among what it found, and what was clicked on it heard of.
		expect(heard.texts.join()).toContain(login.title);
		expect(heard.events).toBeGreaterThan(0);
		for (const secret of SECRETS) expect(heard.texts.filter((text: string) => text.includes(secret))).toEqual([]);
		expect(heard.found).toEqual([]);
		expect(heard.roots).toBe(0);
		expect(heard.fonts).toEqual([]);
	});

	test('events that a page makes up act on nothing', async () => {
		const on = await visit();
		const mark = marked(on);
		await mark.one();
		await mark.focus();
		await on.evaluate(MADE_UP);
		const seen = await mark.one();
		expect(seen.card).toBeUndefined();
		expect(on.faults).toEqual([]);
	});

	test('a page that draws its rows anew as soon as they are marked is let be, with a quiet line', async () => {
		const on = await visit();
		await marked(on).one();
		await on.evaluate(`setInterval(() => {
			const header = document.querySelector('[id="diff-${digest(LOGIN)}"] [data-diff-header-wrapper]');
			header.replaceWith(header.cloneNode(true));
		}, 150)`);
		// On a busy machine its marks are few and far between.
		await expect.poll(() => on.marks.notice(), { timeout: 120_000 }).toContain('Marks are unavailable here');
		await on.marks.gone();
		expect(on.faults).toEqual([]);
	});

	test('a page that takes the quiet line away is let be after ten times', async () => {
		const body = `<section data-file-path="${LOGIN}"></section><script>${TAKE_AWAY}</script>`;
		const on = await visit(() => `<!DOCTYPE html><title>Files</title><body>${body}</body>`);
		await expect.poll(() => on.evaluate('taken'), SOON).toBe(10);
		const change = "new Promise((resolve) => { document.body.append(document.createElement('i')); requestAnimationFrame(resolve); })";
		for (let turn = 0; turn < 20; turn++) await on.evaluate(change);
		expect(await on.evaluate('taken')).toBe(10);
		expect(on.faults).toEqual([]);
	});

	test.for<[string, string, string?]>([
		['names every way that a document can be asked', `<script>${CLOBBER}</script>`],
		[
			'has ids like ours and like the files’',
			`<div id="card"></div><div id="pr-file-tree"></div><a name="${LOGIN}"></a><input id="${LOGIN}.x">`,
		],
		['freezes every prototype', `<script>${FREEZE}</script>`],
		['defines elements of our name', `<script>${DEFINE}</script>`],
		['lets no text be taken for markup', '', "require-trusted-types-for 'script'; trusted-types 'none'"],
	])('a page that %s is marked, and nothing throws', async ([, more, policy]) => {
		const on = await visit((url) => {
			const body = withMore(more)(url);
			return typeof body === 'string' && policy !== undefined ? { body, policy } : body;
		});
		await marked(on).one('touched');
		expect((await marked(on).open()).text).toContain('Zebra migration');
		expect(on.faults).toEqual([]);
	});

	test('rows that can have no marks, however many, leave the next one its own', async () => {
		const block = (path: string, name: string) =>
			`<div id="diff-${digest(path)}"><div class="${name}" data-diff-header-wrapper><a href="#diff-${digest(path)}">${path}</a></div></div>`;
		const take =
			"for (const row of document.querySelectorAll('.taken')) row.attachShadow({ mode: 'open' }).append(document.createElement('slot'))";
		const body = `${TAKEN.map((path) => block(path, 'taken')).join('')}${block(FREE, 'free')}<script>${take}</script>`;
		const on = await visit(() => `<!DOCTYPE html><title>Files</title><body>${body}</body>`);
		await on.marks.in('.free').one('touched');
		expect(on.faults).toEqual([]);
	});

	test.for<[string, GitHub]>([
		[
			'a picture',
			() => ({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"><text y="20">A picture</text></svg>' }),
		],
		['XML', () => ({ contentType: 'application/xml', body: '<feed><title>A feed</title></feed>' })],
		['a page that its server has shut off', (url) => ({ body: String(ordinary(url)), policy: 'sandbox allow-scripts' })],
	])('%s has no marks, and nothing throws', async ([, github]) => {
		const on = await visit(github);
		await on.evaluate('new Promise((resolve) => setTimeout(resolve, 1_500))');
		expect(await on.marks.count()).toBe(0);
		expect(on.faults).toEqual([]);
	});

	test.runIf(name === 'firefox')('nothing of the extension failed on the way', async () => {
		expect(await browser().firefox?.faults()).toEqual([]);
	});
});

/** Every event that reaches the page, and what it leads to. */
const LISTEN = `
var heard = [], events = 0;
for (const type of ['click', 'pointerdown', 'pointermove', 'mousemove', 'mouseover', 'focusin', 'focus', 'keydown', 'keyup', 'beforetoggle', 'toggle', 'message', 'copy', 'selectionchange'])
	addEventListener(type, (event) => {
		events++;
		for (const node of event.composedPath?.() ?? []) heard.push(node.nodeName + ' ' + (node.outerHTML ?? node.textContent ?? ''));
		heard.push(String(event.target?.shadowRoot?.innerHTML ?? ''), String(event.relatedTarget?.outerHTML ?? ''), String(event.data ?? ''));
	}, true);
var faces = ['system-ui', 'sans-serif', 'monospace'].map((family) =>
	new FontFace(family, 'url(/leak)', { unicodeRange: 'U+39E' }));
for (const face of faces) document.fonts.add(face);
`;

/** In the page's own world: what it can read of anything. */
const TRY = `(box, secrets) => {
	const all = [...document.querySelectorAll('*')];
	const texts = [...heard];
	const x = box.left + 10, y = box.top + box.height / 2;
	texts.push(document.documentElement.innerHTML, document.documentElement.innerText, document.documentElement.textContent);
	texts.push(document.documentElement.getHTML?.({ serializableShadowRoots: true, shadowRoots: all.map((each) => each.shadowRoot).filter(Boolean) }) ?? '');
	texts.push(new XMLSerializer().serializeToString(document));
	for (const element of all) {
		texts.push(element.getAttributeNames().map((name) => name + '=' + element.getAttribute(name)).join());
		for (const pseudo of ['::before', '::after', '::part(mark)']) texts.push(getComputedStyle(element, pseudo).content);
		texts.push(String(element.assignedSlot?.getRootNode().innerHTML ?? ''), String(element.computedName ?? ''), String(element.ariaLabel ?? ''));
	}
	for (const element of document.elementsFromPoint(x, y)) texts.push(element.outerHTML);
	texts.push(String(document.caretPositionFromPoint?.(x, y)?.offsetNode.textContent ?? document.caretRangeFromPoint?.(x, y)?.startContainer.textContent));
	texts.push(String(document.activeElement?.outerHTML), String(document.activeElement?.shadowRoot?.innerHTML));
	document.execCommand('selectAll');
	texts.push(getSelection().toString());
	for (const sheet of [...document.styleSheets, ...(document.adoptedStyleSheets ?? [])]) texts.push([...sheet.cssRules].map((rule) => rule.cssText).join());
	texts.push(document.cloneNode(true).documentElement.outerHTML, JSON.stringify(performance.getEntries()), JSON.stringify(history.state));
	texts.push(document.getAnimations().map((animation) => animation.effect?.target?.outerHTML).join());
	const found = [];
	for (const edit of ['off', 'on']) {
		document.designMode = edit;
		for (const secret of secrets) {
			getSelection().removeAllRanges();
			if (window.find(secret)) found.push(secret);
		}
		document.execCommand('selectAll');
		texts.push(getSelection().toString());
	}
	document.designMode = 'off';
	return JSON.stringify({ texts, found, events, roots: all.filter((each) => each.shadowRoot).length, fonts: faces.filter(({ status }) => status !== 'unloaded').map(({ family }) => family) });
}`;

const MADE_UP = `
addEventListener('click', (event) => event.preventDefault(), true);
for (const element of [...document.querySelectorAll('*'), document.activeElement])
	for (const event of [new MouseEvent('click', { bubbles: true, composed: true, cancelable: true }), new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true })])
		if (element.localName !== 'a') element.dispatchEvent(event);
document.dispatchEvent(new Event('visibilitychange'));
globalThis.navigation?.dispatchEvent(new Event('navigate'));
`;

/** Whatever comes to stand beside the body. */
const TAKE_AWAY = `
var taken = 0;
new MutationObserver((records) => {
	for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) if (node !== document.body && node !== document.head) { taken++; node.remove(); }
}).observe(document.documentElement, { childList: true });
`;

const CLOBBER = `
const names = [];
for (const name in document) names.push(name);
const holder = document.createElement('div');
holder.hidden = true;
holder.append(...names.map((name) => Object.assign(document.createElement('img'), { name })));
document.currentScript.after(holder);
`;

const FREEZE = `
for (const name of Object.getOwnPropertyNames(window)) {
	const value = window[name];
	if (typeof value === 'function' && value.prototype) Object.freeze(value.prototype);
}
Object.freeze(Array.prototype); Object.freeze(Object.prototype);
`;

const DEFINE = `
for (const name of ['pylon-mark', 'pylon-marks', 'pylon-notice'])
	customElements.define(name, class extends HTMLElement { constructor() { super(); this.attachShadow({ mode: 'open' }); document.title = 'found'; } });
`;
