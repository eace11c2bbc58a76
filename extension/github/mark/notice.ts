/** A quiet line at the window's edge, for a page that GitHub draws in a way that is not understood. */
import { text } from '../../texts.ts';
import { element } from './element.ts';
import { addStyle, NOTICE_STYLE } from './mark-style.ts';
import { openPanelText } from './open-panel-text.ts';

export interface NoticeActions {
	openPanel(focus: { path?: string }): void;
}

export class Notice {
	readonly #actions: NoticeActions;
	#host: HTMLElement | undefined;
	#isDismissed = false;

	constructor(actions: NoticeActions) {
		this.#actions = actions;
	}

	/** Once dismissed it stays away for as long as the page lives. */
	show(isNeeded: boolean): void {
		if (!isNeeded || this.#isDismissed) {
			this.#host?.remove();
			this.#host = undefined;
		} else if (this.#host?.isConnected !== true) {
			this.#host = this.#make();
			document.body.append(this.#host);
		}
	}

	#make(): HTMLElement {
		const open = element('button', { type: 'button' }, openPanelText());
		open.addEventListener('click', () => this.#actions.openPanel({}));
		const dismiss = element('button', { type: 'button', 'aria-label': text('dismiss') }, '×');
		dismiss.addEventListener('click', () => {
			this.#isDismissed = true;
			this.show(false);
		});
		const host = document.createElement('pylon-mark');
		host.setAttribute('data-pylon-notice', '');
		const line = element(
			'div',
			{ class: 'notice', role: 'status' },
			element('b', {}, text('extName')),
			text('marksUnavailable'),
			open,
			dismiss,
		);
		const root = host.attachShadow({ mode: 'open' });
		addStyle(root, NOTICE_STYLE);
		root.append(line);
		return host;
	}
}
