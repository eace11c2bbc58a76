/**
 * A value that is JSON already: for one that is large, and whose parts rarely change, so that whoever sends it keeps their
 * texts. It goes out as it is, past the router's transformer.
 */
export class Serialised<Value> {
	readonly text: string;
	/** Only for the type: nothing is ever there. */
	declare readonly value?: Value;

	constructor(text: string) {
		this.text = text;
	}
}
