/**
 * A value that is JSON already: for one that is large, and whose parts rarely change, so that whoever sends it keeps their
 * texts. It goes out as it is, past the router's transformer.
 */
export class Serialised<Value> {
	readonly text: string;
	/** Only for the type: nothing is ever there. */
	declare readonly value?: Value;

	private constructor(text: string) {
		this.text = text;
	}

	static of<Value>(value: Value): Serialised<Value> {
		return new Serialised(JSON.stringify(value));
	}

	/** Texts are put one after the other, not joined: they are copied once, when they are sent. */
	static list<Item>(items: Iterable<Serialised<Item>>): Serialised<Item[]> {
		let text = '';
		for (const item of items) text += text === '' ? item.text : `,${item.text}`;
		return new Serialised(`[${text}]`);
	}

	/** An object of whose members some are JSON already. What is undefined is left out, as JSON does. */
	static object<Value extends object>(members: { [Name in keyof Value]: Value[Name] | Serialised<Value[Name]> }): Serialised<Value> {
		let text = '';
		for (const [name, member] of Object.entries(members)) {
			if (member === undefined) continue;
			const json = member instanceof Serialised ? member.text : JSON.stringify(member);
			text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${json}`;
		}
		return new Serialised(`{${text}}`);
	}
}
