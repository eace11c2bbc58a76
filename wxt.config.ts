import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'wxt';
import { GITHUB } from './extension/contract/github-origin.ts';
import { chromeContentScripts, firefoxContentScripts } from './extension/first-paint/content-scripts.ts';
import { popupApart, renderBlockingScripts, stylesInScripts } from './extension/first-paint/vite-plugins.ts';

/** Fixes the extension's id on Chrome, so that a native host can name who may talk to it. The private half was thrown away. */
const CHROME_KEY =
	'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtKc+eNWiMmS9Edqw1LKRcfDvezOsc8WF+clsZv2aTHV/h/pJmRUeyJoASJYT9DbER6jzUqz5mVYtCeXKMRaoUOIdBIBBNkfuGqC7BZTLmI+bKXy03SH+jlkRvZSD51OKPRg7vhuT1bBMMAcX7IjTklRD4kx28bGXYB8jq3906Fw/wU0vwQuhV1FDU5yrGNPrAArYrCJbEfHNKeTowScvbYfMixZTsDX8dmXYFQYQnROHCyEMZSXCbQz5C8QCki8LnzkKeJkoQXBV4m5mV8aTxQqSqTzJxQn7+wTdEcdqLplhG3H5dLcKJ/EieWAX4hD4QdHmG59an6uKfLVpIn/e3wIDAQAB';

/**
 * Nothing runs or loads but what is in the package. Relays are reached over TLS, or on this machine in the clear: Firefox
 * would otherwise upgrade those to TLS.
 */
const CONTENT_SECURITY_POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self' data:",
	"font-src 'self'",
	"connect-src 'self' https: wss: http://127.0.0.1:* ws://127.0.0.1:* http://localhost:* ws://localhost:*",
	"object-src 'none'",
	"base-uri 'none'",
	"form-action 'none'",
].join('; ');

export default defineConfig({
	srcDir: 'extension',
	publicDir: 'extension/public',
	imports: false,
	vite: () => ({
		build: { modulePreload: { polyfill: false } },
		plugins: [
			withoutEval(),
			stylesInScripts(),
			renderBlockingScripts(),
			// Elements made one by one: sooner than by a parser, and without what Mozilla's linter warns of.
			svelte({ configFile: false, compilerOptions: { runes: true, fragments: 'tree' } }),
		],
	}),
	hooks: { 'entrypoints:grouped': (_, groups) => popupApart(groups) },
	// What Mozilla's reviewers build the extension from.
	zip: { excludeSources: ['dist/**', 'docs/**'] },
	manifest: ({ browser, command }) => ({
		name: '__MSG_extName__',
		short_name: 'Pylon',
		description: '__MSG_extDescription__',
		default_locale: 'en',
		permissions: ['storage', 'nativeMessaging', 'alarms', ...(browser === 'firefox' ? [] : ['sidePanel'])],
		optional_permissions: ['notifications', 'scripting'],
		host_permissions: GITHUB,
		optional_host_permissions: ['https://*/*'],
		content_security_policy: { extension_pages: CONTENT_SECURITY_POLICY },
		action: { default_title: '__MSG_extName__' },
		commands: {
			_execute_action: { suggested_key: { default: 'Alt+Shift+P' } },
		},
		...(browser === 'firefox' ? firefoxOnly : { ...chromeOnly, ...(isForStore(command) ? {} : { key: CHROME_KEY }) }),
	}),
});

/**
 * zod compiles schemas with `new Function` where it can. An extension's pages may not, the mere attempt is reported as a
 * violation of their policy, and the stores' linters warn of it: so it is taken out, and zod goes its other way.
 */
function withoutEval() {
	return {
		name: 'without-eval',
		transform(this: { error(message: string): never }, code: string, id: string) {
			if (!/\/zod\/v4\/core\/(?:util|doc)\.js$/.test(id)) return undefined;
			const without = code.replaceAll(
				'const F = Function;',
				"const F = class { constructor() { throw new Error('Nothing is evaluated here.'); } };",
			);
			if (without === code) this.error(`${id} is written in another way: see how it evaluates text now.`);
			return { code: without, map: null };
		},
	};
}

/** The Chrome Web Store gives an id of its own and refuses a package that brings a key. */
function isForStore(command: 'build' | 'serve'): boolean {
	return command === 'build' && process.argv.includes('zip');
}

const chromeOnly = { minimum_chrome_version: '116', ...chromeContentScripts };

const firefoxOnly = {
	...firefoxContentScripts,
	browser_specific_settings: {
		gecko: {
			id: 'rooms@pylon.dev',
			strict_min_version: '142.0',
			// What goes to the room's relay is what the bridge sends; the extension itself only reads.
			data_collection_permissions: { required: ['none'] as ['none'] },
		},
	},
};
