/** Pages that Turbo itself leads from one to the other, as GitHub's do: without loading, with copies of those before for the way back. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { GitHub } from '../answer.ts';

/** Loading an address that one is at already changes the page in place. */
const HEAD = '<meta name="turbo-refresh-method" content="morph"><meta name="turbo-refresh-scroll" content="preserve">';

export async function withTurbo(github: GitHub): Promise<GitHub> {
	const { outputFiles } = await build({
		entryPoints: [fileURLToPath(new URL('client.ts', import.meta.url))],
		bundle: true,
		write: false,
		minify: true,
		format: 'iife',
		platform: 'browser',
	});
	const script = (outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script');
	return (url) => {
		const page = github(url);
		return typeof page === 'string' ? page.replace('</head>', () => `${HEAD}<script>${script}</script></head>`) : page;
	};
}
