/** Marks on a page, found by what of the page they are in, and used as a person does: with the mouse where they are drawn. */
import { eventually } from '../../testing/eventually.ts';
import type { Seen, SeenButton, SeenCard, SeenMark } from './seen.ts';

/** A way to look into a page of a driven browser. */
export interface Eye {
	look(within: string): Promise<Seen>;
	/** The browser's own mouse, in the viewport's px. */
	click(x: number, y: number): Promise<void>;
	/** With the first mark in what fits the selector: puts the keyboard's focus on it, or brings it into the window. */
	act(within: string, act: 'focus' | 'scrollIntoView'): Promise<void>;
}

const SOON_MS = 60_000;

export class Marks {
	readonly #eye: Eye;
	readonly #within: string;

	constructor(eye: Eye, within = 'html') {
		this.#eye = eye;
		this.#within = within;
	}

	in(selector: string): Marks {
		return new Marks(this.#eye, selector);
	}

	async all(): Promise<SeenMark[]> {
		return (await this.#eye.look(this.#within)).marks;
	}

	async count(): Promise<number> {
		return (await this.all()).length;
	}

	/** The first that is drawn, once there is one; of this level, if one is named. */
	async one(level?: string): Promise<SeenMark> {
		const isIt = (mark: SeenMark) => mark.fit !== undefined && (level === undefined || mark.level === level);
		const marks = await eventually(
			() => this.all(),
			(seen) => seen.some(isIt),
			SOON_MS,
		);
		return marks.find(isIt) as SeenMark;
	}

	level = async (): Promise<string> => (await this.one()).level;
	words = async (): Promise<string | undefined> => (await this.one()).words;
	badges = async (): Promise<string[]> => (await this.one()).badges;

	async gone(): Promise<void> {
		await eventually(
			() => this.count(),
			(count) => count === 0,
			SOON_MS,
		);
	}

	focus = (): Promise<void> => this.#eye.act(this.#within, 'focus');

	async open(): Promise<SeenCard> {
		await this.one();
		await this.#eye.act(this.#within, 'scrollIntoView');
		const { box } = await this.one();
		await this.#eye.click(box.left + Math.min(box.width / 2, 12), box.top + box.height / 2);
		return this.card();
	}

	/** The card that is open, or opens soon. */
	async card(): Promise<SeenCard> {
		const marks = await eventually(
			() => this.all(),
			(seen) => seen.some(({ card }) => card !== undefined),
			SOON_MS,
		);
		return marks.find(({ card }) => card !== undefined)?.card as SeenCard;
	}

	/** Of the card that is open, or of the notice. */
	async press(label: string): Promise<void> {
		const { marks, notice } = await this.#eye.look('html');
		const buttons = [...marks.flatMap(({ card }) => card?.buttons ?? []), ...(notice?.buttons ?? [])];
		const { box } = buttons.find((button) => button.label === label) as SeenButton;
		await this.#eye.click(box.left + box.width / 2, box.top + box.height / 2);
	}

	/** What the quiet line says; empty where there is none. */
	async notice(): Promise<string> {
		return (await this.#eye.look('html')).notice?.text ?? '';
	}
}
