/** Quiet hours and mutes of this machine, for a browser that asks: what it has is taken in, and what others change it is told. */
import type { Quiet } from '../../shared/alerts/quiet.ts';
import { UserError } from '../base/user-error.ts';
import { readQuiet, takeInQuiet } from '../rooms/quiet-file.ts';

export interface MachineQuietOptions {
	home: string;
	tell: (quiet: Quiet) => void;
	onProblem: (problem: string) => void;
}

export class MachineQuiet {
	readonly #options: MachineQuietOptions;
	/** As it was told last, in JSON; undefined to a browser that has said nothing of its own. */
	#told: string | undefined;

	constructor(options: MachineQuietOptions) {
		this.#options = options;
	}

	/** A browser says what it has, and is answered. */
	take(told: Quiet): void {
		this.#told ??= '';
		this.#tell((home) => takeInQuiet(home, told), true);
	}

	/** Files of `~/.pylon` changed. */
	look(): void {
		if (this.#told !== undefined) this.#tell(readQuiet, false);
	}

	#tell(read: (home: string) => Quiet, isAsked: boolean): void {
		try {
			const quiet = read(this.#options.home);
			const json = JSON.stringify(quiet);
			if (isAsked || json !== this.#told) this.#options.tell(quiet);
			this.#told = json;
		} catch (error) {
			// A damaged file, or a full disk: the browser keeps its own.
			if (!(error instanceof UserError)) throw error;
			this.#options.onProblem(error.message);
		}
	}
}
