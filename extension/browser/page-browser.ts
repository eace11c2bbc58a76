import type { Browser } from 'wxt/browser';

const apis = globalThis as unknown as Record<'browser' | 'chrome', typeof Browser>;

/**
 * The browser's API, for what runs on GitHub's pages. WXT's own asks for the extension's id as it loads, and that alone makes
 * Chrome set up an API for half a millisecond, on every page. `browser` is asked for in Firefox only: on a page in Chrome it
 * could be an element of that name.
 */
export const browser = apis[import.meta.env.FIREFOX ? 'browser' : 'chrome'];
