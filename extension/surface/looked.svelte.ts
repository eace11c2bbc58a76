/** When somebody last looked at the room before they look at it now: a page that was hidden and comes back is looked at anew. */
import { firstPaint } from '../first-paint/first-paint.ts';
import { tellLooked } from './background-client.ts';

export class Looked {
	readonly #clock: () => number;
	#before = $state<number>();
	#hiddenAt = 0;

	constructor(clock: () => number) {
		this.#clock = clock;
	}

	/** This machine's clock; `undefined` until the room is known. */
	get before(): number | undefined {
		return this.#before;
	}

	/** The room is shown. `at`: when it was looked at last. */
	begin(at: number): void {
		if (this.#before !== undefined) return;
		this.#before = at;
		void firstPaint().then(tellLooked);
	}

	/** Until what it returns is called. */
	follow(): () => void {
		const onChange = () => {
			if (document.visibilityState === 'visible') this.#before = this.#hiddenAt;
			else {
				this.#hiddenAt = this.#clock();
				tellLooked();
			}
		};
		document.addEventListener('visibilitychange', onChange);
		return () => document.removeEventListener('visibilitychange', onChange);
	}
}
