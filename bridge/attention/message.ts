/** What a person is told away from their browser. Ours but for paths, repositories and names, which are one printable line each. */
export interface Message {
	title: string;
	/** At most three. */
	lines: string[];
}

export const textOf = ({ title, lines }: Message): string => [title, ...lines].join('\n');
