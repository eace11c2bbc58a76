/** What is drawn in a row of somebody else's page, in the viewport's px: text, controls, and whatever has a background or a border. */
import { pageDocument } from '../page/page-document.ts';

export type Stretch = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;

/** What takes its whole box, however it looks; a link does, since all of it can be clicked. */
const CONTROLS = new Set('a button summary input select textarea label img svg video canvas iframe object embed progress meter'.split(' '));
const CONTROL_ROLES = '[role="button"], [role="link"], [role="checkbox"], [role="tab"], [role="menuitem"], [tabindex="0"]';
/** Screen readers' texts are one px wide. What has no box of its own (`display: contents`) is as wide as nothing. */
const SPOKEN_PX = 2;

/** What holds the label is not counted, but for its texts. */
export function drawnIn(row: HTMLElement, label: HTMLElement): Stretch[] {
	const range = pageDocument().createRange();
	return [...drawn(row, label, range)];
}

function* drawn(holder: Element, label: HTMLElement, range: Range): Iterable<Stretch> {
	for (const node of holder.childNodes) {
		if (node instanceof Text) {
			const rect = textRect(node, holder, range);
			if (rect !== undefined) yield rect;
		} else if (node instanceof Element) {
			const rect = node.getBoundingClientRect();
			const isSpoken = rect.width > 0 && rect.width <= SPOKEN_PX;
			if (isSpoken) continue;
			if (rect.width > 0 && !node.contains(label) && !label.contains(node) && takesItsBox(node)) yield rect;
			else yield* drawn(node, label, range);
		}
	}
}

function textRect(text: Text, holder: Element, range: Range): Stretch | undefined {
	if (text.data.trim() === '') return undefined;
	range.selectNodeContents(text);
	const { left, right, top, bottom, width } = range.getBoundingClientRect();
	if (width <= SPOKEN_PX) return undefined;
	const around = holder.getBoundingClientRect();
	// What an element around it cuts off is not seen.
	return { left, right: around.width > 0 ? Math.min(right, around.right) : right, top, bottom };
}

const takesItsBox = (element: Element): boolean =>
	CONTROLS.has(element.localName) || element.matches(CONTROL_ROLES) || isPainted(getComputedStyle(element));

function isPainted(style: CSSStyleDeclaration): boolean {
	if (style.visibility !== 'visible') return false;
	const { backgroundColor, backgroundImage, boxShadow } = style;
	if (!isClear(backgroundColor) || backgroundImage !== 'none' || boxShadow !== 'none') return true;
	return [style.borderLeftWidth, style.borderRightWidth].some((width) => Number.parseFloat(width) > 0) && !isClear(style.borderLeftColor);
}

/** As computed styles say it: `rgba(0, 0, 0, 0)`. */
const isClear = (color: string): boolean => color === 'transparent' || /[,/] ?0\)$/.test(color);

/** Where the label's text ends; where it is drawn as a button, or may be clicked and must not be covered, its box. */
export function textRight(label: HTMLElement, isClickable: boolean): number {
	const range = pageDocument().createRange();
	range.selectNodeContents(label);
	const text = range.getBoundingClientRect();
	const link = isClickable ? label.closest('a, button') : null;
	const boxes = [...(link === null ? [] : [link]), ...(isPainted(getComputedStyle(label)) ? [label] : [])];
	return Math.max(
		text.width > 0 ? text.right : label.getBoundingClientRect().right,
		...boxes.map((box) => box.getBoundingClientRect().right),
	);
}
