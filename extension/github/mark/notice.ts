/** A quiet line at the window's edge, for a page on which marks cannot be. Outside the body, which GitHub replaces and keeps copies of. */
import { text } from '../../texts.ts';
import { pageDocument } from '../page/page-document.ts';
import { element, onClick, said } from './element.ts';
import { addStyle, NOTICE_STYLE } from './mark-style.ts';
import { openPanelText } from './open-panel-text.ts';

export interface NoticeActions {
	openPanel(focus: { path?: string }): void;
}

/** A page that takes it away is let be after so often. */
const TIMES_MAX = 10;

export class Notice {
	readonly #actions: NoticeActions;
	#host: HTMLElement | undefined;
	#times = 0;
	#isDismissed = false;

	constructor(actions: NoticeActions) {
		this.#actions = actions;
	}

	/** Once dismissed it stays away for as long as the page lives. */
	show(isNeeded: boolean): void {
		if (!isNeeded || this.#isDismissed) {
			this.#host?.remove();
			this.#host = undefined;
		} else if (this.#host?.isConnected !== true && this.#times < TIMES_MAX) {
			this.#times++;
			this.#host = this.#make();
			pageDocument().documentElement.append(this.#host);
		}
	}

	#make(): HTMLElement {
		const open = said('button', openPanelText(), { type: 'button' });
		onClick(open, () => this.#actions.openPanel({}));
		const dismiss = said('button', '×', { type: 'button', 'aria-label': text('dismiss') });
		onClick(dismiss, () => {
			this.#isDismissed = true;
			this.show(false);
		});
		const host = element('div');
		const line = element(
			'div',
			{ class: 'notice', role: 'status' },
			said('b', text('extName')),
			said('span', text('marksUnavailable')),
			open,
			dismiss,
		);
		const root = host.attachShadow({ mode: 'closed' });
		addStyle(root, NOTICE_STYLE);
		root.append(line);
		return host;
	}
}
