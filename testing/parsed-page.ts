/** A page's document outside of any browser, for what only looks things up in it: nothing is laid out, and nothing runs. */
import { parseHTML } from 'linkedom';

export const parsedPage = (body: string): Document => parseHTML(`<!DOCTYPE html><html><head></head><body>${body}</body></html>`).document;
