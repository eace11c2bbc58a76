/** Pages at addresses of interest that show no files: there is nothing to mark on them, and nothing to say. */
import { frame } from './frame.ts';

export const compareStartPage = (slug: string): string =>
	frame(
		'Compare',
		`<h1 class="title">Compare changes</h1><div class="comment">Choose two branches to see what has changed.</div><ul class="list"><li class="list-row"><a class="list-title" href="/${slug}/compare/main...feat/remember-me">feat/remember-me</a></li></ul>`,
		slug,
	);

export const nothingToComparePage = (slug: string): string =>
	frame(
		'Comparing main...main',
		'<h1 class="title">Comparing changes</h1><div class="comment">There isn’t anything to compare.</div>',
		slug,
	);

export const notFoundPage = (): string =>
	frame('Page not found', '<h1 class="title">404</h1><p>This is not the page that you are looking for.</p>');

export const signInPage = (): string =>
	frame(
		'Sign in',
		'<h1 class="title">Sign in</h1><form action="/session" method="post"><label>Username <input name="login"></label><label>Password <input name="password" type="password"></label><button class="btn" type="submit">Sign in</button></form>',
	);
