/** What the parts of this benchmark hand over. */

export interface Measured {
	what: string;
	is: number;
	/** Absent for what is there to compare with. */
	limit?: number;
	unit: string;
}

export const median = (numbers: number[]): number => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
