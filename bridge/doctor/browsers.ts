/** Whether the browsers of this machine find the native host, and start this Pylon. */
import { BROWSER_NAMES } from '../native/browsers.ts';
import { type Here, type SeenBrowser, seenBrowsers } from '../native/installed.ts';
import { type Finding, fine, note } from './finding.ts';

export function checkBrowsers(here: Here): Finding[] {
	const seen = seenBrowsers(here);
	const inState = (state: SeenBrowser['state']) => seen.filter((each) => each.state === state);
	const names = (some: readonly SeenBrowser[]) => some.map(({ browser }) => BROWSER_NAMES[browser]).join(', ');
	const current = inState('current');
	const other = inState('other');
	const left = inState('absent').filter(({ isFound }) => isFound);
	return [
		...(current.length > 0 ? [fine('browser', `This machine’s agents can be seen in ${names(current)}`)] : []),
		...(other.length > 0
			? [note('browser', `${names(other)}: another Node or another Pylon is started than this one.`, 'pylon browser install')]
			: []),
		...(left.length > 0 ? [fine('browser', `${names(left)} would show this machine’s agents after \`pylon browser install\``)] : []),
	];
}
