import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Tests that start a relay, in the real runtime. */
const WITH_A_RELAY = [
	'{party,shared/trpc-partykit}/**/*.test.ts',
	'shared/relay.test.ts',
	'scripts/{deploy,hosting,relay,relay-command,wrangler}.test.ts',
	'bridge/doctor/examine.test.ts',
];

/**
 * End-to-end tests that build anew what the others run, as `npm pack` and `npm start` do. They start relays, and are done before
 * the others begin.
 */
const BUILDING = ['e2e/{listening,package}.test.ts'];

/** Vitest leaves one core to itself, which does little: of two, half. */
const ALL_CORES = '100%';

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
					maxWorkers: ALL_CORES,
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
					maxWorkers: ALL_CORES,
					testTimeout: PATIENCE_MS,
					hookTimeout: PATIENCE_MS,
					expect,
					sequence: { groupOrder: 1 },
				},
			},
			{
				test: {
					name: 'party',
					include: [...WITH_A_RELAY, ...BUILDING],
					// They wait for limits and for rooms to fall asleep more than they work.
					maxWorkers: 3,
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
					exclude: BUILDING,
					globalSetup: 'e2e/build.ts',
					// Each has a browser or bridges, which are more than one process: two keep two cores at work, and are late on none.
					maxWorkers: 2,
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
