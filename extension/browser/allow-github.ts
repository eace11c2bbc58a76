/** Access to github.com, where a person had taken it back. */
import { browser } from 'wxt/browser';
import { GITHUB } from '../contract/github-origin.ts';

/** To be called in the very turn of a click: the browser asks the person. `false` where they say no. */
export const allowGithub = (): Promise<boolean> => browser.permissions.request({ origins: GITHUB });
