/** Flags that several commands have. */
import type { Flag } from './define-command.ts';

export const ROOM = { text: 'another room than the current one', value: 'room' } as const satisfies Flag;
export const YES = { text: 'ask nothing: take what the flags say', letter: 'y' } as const satisfies Flag;
export const SHARE = { text: 'share a repository (repeatable)', value: 'path', isRepeatable: true } as const satisfies Flag;
export const NAME = { text: 'your name, as others see it', value: 'name' } as const satisfies Flag;
