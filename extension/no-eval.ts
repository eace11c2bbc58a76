/**
 * Imported first by every entrypoint. zod compiles schemas with `new Function` where it can; an extension's pages may not,
 * and the attempt alone would be reported as a violation of their content security policy.
 */
import { z } from 'zod';

z.config({ jitless: true });
