import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Tests that start a relay, in the real runtime. */
const WITH_A_RELAY = [
	'{party,shared/trpc-partykit}/**/*.test.ts',
	'shared/relay.test.ts',
	'scripts/{deploy,hosting,relay,relay-command,wrangler}.test.ts',
	'bridge/doctor/examine.test.ts',
];

/** Many start a git or a Node, and the machine may have much else to do: what hangs is found all the same. */
const PATIENCE_MS = 60_000;
/** What is waited for by asking again and again; Vitest's own second is over while a busy machine starts one process. */
const expect = { poll: { timeout: 45_000, interval: 50 } };

/**
 * A relay or a browser that starts on a machine with much else to do is sometimes late by chance. Such a test is tried once
 * more; `npm test` names each that needed it.
 */
const SECOND_TRY = 1;

/**
 * Projects by what a test needs of the machine; the cheap ones go first. `unit` is code on Node, `extension` code of a
 * browser, `party` files each start a real relay, `e2e` starts bridges and a real browser too.
 * Their groups begin at 1: where there is one worker alone, Vitest runs group 0 last.
 */
export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: 'unit',
					include: ['{shared,bridge,scripts,bench}/**/*.test.ts'],
					exclude: WITH_A_RELAY,
					testTimeout: PATIENCE_MS,
					hookTimeout: PATIENCE_MS,
					expect,
					sequence: { groupOrder: 1 },
				},
			},
			{
				// Runes live (*.svelte.ts, *.svelte.test.ts) on Svelte's client runtime, which the conditions pick; components
				// render with svelte/server. No DOM needed.
				plugins: [
					svelte({
						configFile: false,
						dynamicCompileOptions: ({ filename }) => (filename.endsWith('.svelte') ? {} : { generate: 'client' }),
					}),
				],
				ssr: { resolve: { conditions: ['browser', 'module', 'node'] } },
				test: {
					name: 'extension',
					include: ['extension/**/*.test.ts'],
					testTimeout: PATIENCE_MS,
					hookTimeout: PATIENCE_MS,
					expect,
					sequence: { groupOrder: 1 },
				},
			},
			{
				test: {
					name: 'party',
					include: WITH_A_RELAY,
					maxWorkers: 2,
					testTimeout: 120_000,
					hookTimeout: 120_000,
					expect,
					retry: SECOND_TRY,
					sequence: { groupOrder: 2 },
				},
			},
			{
				test: {
					name: 'e2e',
					include: ['e2e/**/*.test.ts'],
					globalSetup: 'e2e/build.ts',
					maxWorkers: 1,
					fileParallelism: false,
					testTimeout: 180_000,
					hookTimeout: 180_000,
					expect,
					retry: SECOND_TRY,
					sequence: { groupOrder: 3 },
				},
			},
		],
	},
});
