/** What is printed of one measurement, beside the most that it may be. */
export interface Row {
	what: string;
	measured: number;
	most: number;
}
