import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { askEarly } from '../first-paint/early.ts';

/** Runs before a surface's own script. */
export default defineUnlistedScript(askEarly);
