/** Settings of V8 for the work that is to come (`node --v8-options`). It holds for the whole process. */
import { setFlagsFromString } from 'node:v8';

/**
 * For a pass over much: what a record leaves behind is dead before the next one is read. V8 takes so much garbage for a reason to let
 * its young generation grow; kept small, the pass is as fast and takes 50 MB less.
 */
export function keepYoungSmall(): void {
	setFlagsFromString('--semi-space-growth-factor=1');
}

/**
 * For a pass over little: it is over before the code of V8's best compiler is there, which until then takes the other core from what
 * collects garbage, and is waited for at the end: a seventh of the time that `pylon status` takes. And for a bridge, which rests most
 * of the time: the compiler's own memory, 10 MB, is never given back.
 */
export function doWithoutBestCode(): void {
	setFlagsFromString('--no-opt');
}
