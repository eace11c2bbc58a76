/** What the parts of this benchmark hand over. */

export interface Measured {
	what: string;
	is: number;
	/** Absent for what is there to compare with. */
	limit?: number;
	unit: string;
}

/** The mean of the middle half: where what is measured comes in steps, as paints do. */
export function midmean(numbers: number[]): number {
	const middle = numbers.toSorted((one, other) => one - other).slice(Math.floor(numbers.length / 4), Math.ceil((numbers.length * 3) / 4));
	return middle.reduce((total, number) => total + number, 0) / middle.length;
}

export const median = (numbers: number[]): number => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
