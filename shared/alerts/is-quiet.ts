import type { QuietHours } from './quiet-hours.ts';

/** `local`: now, on this machine's clock and calendar. */
export function isQuiet(quiet: Pick<QuietHours, 'isOn' | 'from' | 'to'>, local: Date): boolean {
	if (!quiet.isOn) return false;
	const clock = `${String(local.getHours()).padStart(2, '0')}:${String(local.getMinutes()).padStart(2, '0')}`;
	return quiet.from <= quiet.to ? quiet.from <= clock && clock < quiet.to : quiet.from <= clock || clock < quiet.to;
}
