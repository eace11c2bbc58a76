import { initials } from '../../../shared/words.ts';
import type { PagePerson } from '../../contract/page-view.ts';
import { said } from './element.ts';

/** A person as a round badge in their colour, greyed while offline. Their name is always said near it, so screen readers skip it. */
export function badge(person: PagePerson, isOffline: boolean): HTMLElement {
	const made = said('span', initials(person.name), { class: isOffline ? 'badge is-offline' : 'badge', 'aria-hidden': 'true' });
	const color = /^#[0-9a-f]{6}$/i.test(person.color) ? person.color : '#6e7781';
	made.style.backgroundColor = color;
	made.style.color = isLight(color) ? '#1f2328' : '#ffffff';
	return made;
}

/** Relative luminance (WCAG 2.2) above which dark text has the better contrast. */
function isLight(color: string): boolean {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
		const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
		return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179;
}
