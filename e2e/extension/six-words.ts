/** What the team of the pictures is at: as real as words of a team that is none can be. */

/** Of each agent the title and its branch. */
const WORK = [
	['Rework the login form', 'feat/login-form'],
	['Rate limits on sign-in', 'fix/rate-limits'],
	['Invoices with reverse charge', 'feat/reverse-charge'],
	['Typo-tolerant search', 'feat/typo-tolerance'],
	['Rotate refresh tokens', 'feat/rotate-refresh-tokens'],
	['Retry webhooks with backoff', 'fix/webhook-retries'],
	['Prorate plan changes', 'feat/proration'],
	['Index comments as they come', 'feat/comment-index'],
	['Passkeys beside passwords', 'feat/passkeys'],
	['Trace slow requests', 'chore/trace-slow-requests'],
	['Currency of the customer', 'feat/customer-currency'],
	['Sessions end with a role', 'fix/session-expiry'],
	['Split the router by area', 'refactor/router-by-area'],
	['Ship source maps', 'chore/source-maps'],
	['Facets for large teams', 'feat/search-facets'],
	['Audit log of admins', 'feat/audit-log'],
	['Cache what is public', 'perf/public-cache'],
	['Dunning mails in German', 'feat/dunning-mails-de'],
	['Rank results by freshness', 'feat/rank-by-freshness'],
	['Magic links expire once used', 'fix/magic-links'],
	['Upgrade the database driver', 'chore/database-driver'],
	['Errors as problem details', 'feat/problem-details'],
	['Credit notes for refunds', 'feat/credit-notes'],
	['Highlight what was found', 'feat/search-highlights'],
	['Remember trusted devices', 'feat/trusted-devices'],
	['Stream large exports', 'perf/stream-exports'],
	['Tax ids are checked at once', 'feat/tax-id-check'],
	['Stop words by language', 'feat/stop-words'],
	['Single sign-on for Okta', 'feat/sso-okta'],
	['Headers that browsers want', 'fix/security-headers'],
	['Receipts as PDF', 'feat/pdf-receipts'],
	['Reindex without downtime', 'chore/zero-downtime-reindex-of-all-tenants'],
	['Flaky end-to-end tests', 'test/flaky-end-to-end'],
	['Docs for the public API', 'docs/public-api'],
] as const;

export const TITLES: readonly string[] = WORK.map(([title]) => title);
export const BRANCHES: readonly string[] = WORK.map(([, branch]) => branch);

/** More agents than titles do the same in other repositories; the first are in the API. */
export const WHERE = [undefined, 'web', 'mobile', 'desktop'] as const;

export const STEPS = ['Read how it works today', 'Move the checks to the server', 'Cover it with tests', 'Tell the docs'] as const;

/** Of folders some are busier than others. */
export const FILES = [
	'src/auth/login.ts',
	'src/http/server.ts',
	'src/billing/invoice.ts',
	'src/search/query.ts',
	'src/auth/session.ts',
	'src/billing/tax/reverse-charge.ts',
	'src/billing/proration.ts',
	'src/auth/tokens/refresh-token.ts',
	'src/http/problem-details.ts',
	'src/auth/rate-limit.ts',
	'e2e/checkout.test.ts',
	'src/auth/roles.ts',
	'src/auth/passkeys.ts',
	'src/billing/currency.ts',
	'src/search/facets.ts',
	'src/auth/devices.ts',
	'src/billing/credit-note.ts',
	'docs/openapi.yaml',
	'src/billing/dunning/mails.ts',
	'src/auth/magic-link.ts',
	'src/search/highlight.ts',
	'src/billing/webhooks.ts',
	'src/http/trace.ts',
	'src/auth/sso/okta.ts',
] as const;

/** Changed before, and merged by now. */
export const LANDED = [
	'src/auth/password-reset.ts',
	'src/http/middleware.ts',
	'src/billing/plans.ts',
	'src/search/tokenizer.ts',
	'test/auth/login.test.ts',
	'src/config/env.ts',
	'test/billing/invoice.test.ts',
	'src/mail/templates.ts',
] as const;
