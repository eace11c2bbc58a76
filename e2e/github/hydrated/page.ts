/** Files changed, drawn by React on a server and taken over by React in the browser, after a while or while it still arrives. */
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createElement } from 'react';
import { renderToPipeableStream, renderToString } from 'react-dom/server';
import { digest, frame, scriptJson } from '../frame.ts';
import type { Pull } from '../pull.ts';
import { reactHeader } from '../react-pull.ts';
import { App, type AppFile } from './app.ts';
import type { HydratedData } from './client.ts';

export interface HydratedOptions {
	/** From the page's script to React's. */
	delayMs: number;
	/** React takes the files' blocks over so much later than what is around them. */
	partMs?: number;
	/** The files come later than what is around them, so long after it. */
	streamedMs?: number;
	isVirtual?: boolean;
}

let bundle: Promise<string> | undefined;

const nothing = () => undefined;

export async function hydratedPage(pull: Pull, { delayMs, partMs = 0, streamedMs, isVirtual = false }: HydratedOptions): Promise<string> {
	bundle ??= bundled();
	const files = pull.files.map((path) => ({ path, digest: digest(path) }));
	const [first = '', ...chunks] = streamedMs === undefined ? [whole(files, isVirtual)] : await streamed(files, isVirtual);
	const data: HydratedData = { files, delayMs, partMs, isVirtual, chunks, chunkMs: streamedMs ?? 0 };
	return frame(
		pull.title,
		`${reactHeader(pull)}<react-app app-name="pull-requests"><div data-target="react-app.reactRoot" id="root">${first}</div></react-app>
<script type="application/json" id="hydrated-data">${scriptJson(data)}</script><script>${(await bundle).replaceAll('</script', '<\\/script')}</script>`,
	);
}

const whole = (files: AppFile[], isVirtual: boolean): string =>
	renderToString(createElement(App, { files, tree: files, isVirtual, onHydrated: nothing }));

/** What is known at once, and what follows when the files are. */
async function streamed(files: AppFile[], isVirtual: boolean): Promise<string[]> {
	const later = Promise.withResolvers<AppFile[]>();
	const [first, rest] = [new PassThrough(), new PassThrough()];
	await new Promise<void>((resolve, reject) => {
		const { pipe } = renderToPipeableStream(createElement(App, { files: later.promise, tree: files, isVirtual, onHydrated: nothing }), {
			onShellReady: () => {
				let isFirst = true;
				pipe(
					new PassThrough({
						transform(chunk, _, done) {
							(isFirst ? first : rest).write(chunk);
							done();
						},
						flush(done) {
							rest.end();
							done();
						},
					}),
				);
				setImmediate(() => {
					isFirst = false;
					first.end();
					later.resolve(files);
					resolve();
				});
			},
			onShellError: reject,
		});
	});
	return Promise.all([text(first), text(rest)]);
}

async function bundled(): Promise<string> {
	const { outputFiles } = await build({
		entryPoints: [fileURLToPath(new URL('client.ts', import.meta.url))],
		bundle: true,
		write: false,
		minify: true,
		format: 'iife',
		platform: 'browser',
		define: { 'process.env.NODE_ENV': '"production"' },
	});
	return outputFiles[0]?.text ?? '';
}
