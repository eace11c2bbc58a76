/** Files changed as a React application: drawn on a server first, and taken over by the browser later. */
import { createElement as h, Suspense, use, useEffect, useId, useState } from 'react';

export interface AppFile {
	path: string;
	digest: string;
}

export interface AppProps {
	/** In a Suspense boundary of their own: what hangs on a promise is streamed by the server, and taken over by the browser, later. */
	files: AppFile[] | Promise<AppFile[]>;
	/** Drawn at once. */
	tree: AppFile[];
	/** A list this long mounts only what is near the window. */
	isVirtual: boolean;
	/** The files' blocks, which are the last, are React's. */
	onHydrated(): void;
}

export const ROW_PX = 223;
/** What the server draws of a virtual list. */
const FIRST_ROWS = 8;

export function App({ files, tree, isVirtual, onHydrated }: AppProps) {
	const [drawing, setDrawing] = useState(0);
	useEffect(() => {
		// For a test to have all blocks drawn anew, as other elements.
		Object.assign(window, { drawAnew: () => setDrawing((before) => before + 1) });
	}, []);
	return h(
		'main',
		{ className: 'columns' },
		h(
			'div',
			{ className: 'tree', id: 'pr-file-tree' },
			h(Filter),
			h('ul', { role: 'tree', 'aria-label': 'File tree' }, ...tree.map((file) => h(TreeRow, { key: file.path, file }))),
		),
		h(
			'div',
			{ className: 'files' },
			h(
				Suspense,
				{ fallback: h('p', null, 'Loading ', tree.length, ' files') },
				h(isVirtual ? VirtualBlocks : Blocks, { key: drawing, files, onHydrated }),
			),
		),
	);
}

function Filter() {
	const [text, setText] = useState('');
	return h('input', { id: 'filter', 'aria-label': 'Filter files', value: text, onChange: (event) => setText(event.currentTarget.value) });
}

function TreeRow({ file }: { file: AppFile }) {
	const id = useId();
	return h(
		'li',
		{ role: 'treeitem', id: file.path, tabIndex: -1, 'aria-labelledby': id },
		h(
			'div',
			{ className: 'tree-row' },
			h('span', null, '▫'),
			h('span', { className: 'tree-label', id }, h('a', { href: `#diff-${file.digest}`, tabIndex: -1 }, file.path.split('/').at(-1))),
			h('span', { className: 'tree-status' }, 'm'),
		),
	);
}

const filesOf = (files: AppProps['files']): AppFile[] => (Array.isArray(files) ? files : use(files));

type BlocksProps = Pick<AppProps, 'files' | 'onHydrated'>;

function Blocks({ files, onHydrated }: BlocksProps) {
	useEffect(onHydrated, [onHydrated]);
	return filesOf(files).map((file) => h(Block, { key: file.path, file }));
}

function VirtualBlocks({ files, onHydrated }: BlocksProps) {
	useEffect(onHydrated, [onHydrated]);
	const all = filesOf(files);
	const [first, setFirst] = useState(0);
	useEffect(() => {
		const follow = () => setFirst(Math.max(0, Math.floor((scrollY - innerHeight) / ROW_PX)));
		addEventListener('scroll', follow);
		return () => removeEventListener('scroll', follow);
	}, []);
	const shown = all.slice(first, first + FIRST_ROWS + (first > 0 ? FIRST_ROWS : 0));
	return h(
		'div',
		{ 'data-testid': 'virtualized-diffs-list', style: { position: 'relative', height: all.length * ROW_PX } },
		shown.map((file, index) =>
			h('div', { key: file.path, style: { position: 'absolute', left: 0, right: 0, top: (first + index) * ROW_PX } }, h(Block, { file })),
		),
	);
}

/** As React's header of a file on Files changed: texts of several parts, ids that React makes up, state of its own. */
function Block({ file }: { file: AppFile }) {
	const [isOpen, setOpen] = useState(true);
	const heading = `heading-${useId()}`;
	const tip = useId();
	const id = `diff-${file.digest}`;
	return h(
		'div',
		{ className: 'block', role: 'region', id, 'aria-labelledby': heading },
		h(
			'div',
			{ className: 'header-wrapper', 'data-diff-header-wrapper': 'true' },
			h(
				'div',
				{ className: 'header' },
				h(
					'button',
					{ type: 'button', 'data-component': 'IconButton', 'aria-labelledby': tip, onClick: () => setOpen(!isOpen) },
					isOpen ? 'v' : '>',
				),
				h('span', { id: tip, className: 'tooltip', 'aria-hidden': true }, 'Collapse file'),
				h(
					'div',
					{ className: 'path-section' },
					h('h3', { id: heading }, h('a', { href: `#${id}`, 'data-component': 'Link' }, h('code', null, file.path))),
				),
				h(
					'div',
					{ className: 'right' },
					h('span', { 'aria-hidden': true }, '+', 12, ' -', 3),
					h('button', { type: 'button', 'aria-pressed': false }, 'Viewed'),
				),
			),
		),
		isOpen && h('div', { className: 'code' }, 'fixture code\n', '+one more line'),
	);
}
