import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/**
 * Three projects, one after the other, because they need different amounts of the machine:
 * `unit` (pure code, runes included), `party` (each file starts a real PartyKit server) and `e2e` (processes and a browser).
 */
export default defineConfig({
	test: {
		projects: [
			{
				// Runes live (*.svelte.ts, *.svelte.test.ts) on Svelte's client runtime; components render with svelte/server. No DOM needed.
				plugins: [
					svelte({
						configFile: false,
						dynamicCompileOptions: ({ filename }) => (filename.endsWith('.svelte') ? {} : { generate: 'client' }),
					}),
				],
				ssr: { resolve: { conditions: ['browser', 'module', 'node'] } },
				test: {
					name: 'unit',
					include: ['{shared,bridge,scripts,extension,bench}/**/*.test.ts'],
					exclude: ['shared/party-socket/**'],
					sequence: { groupOrder: 0 },
				},
			},
			{
				test: {
					name: 'party',
					include: ['{party,shared/party-socket}/**/*.test.ts'],
					maxWorkers: 2,
					testTimeout: 60_000,
					hookTimeout: 60_000,
					sequence: { groupOrder: 1 },
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
					sequence: { groupOrder: 2 },
				},
			},
		],
	},
});
