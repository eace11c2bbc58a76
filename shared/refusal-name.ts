/** A refusal's name as it arrives. Apart from the refusals, which commands tell that read nothing from a relay. */
import { z } from 'zod';
import { REFUSALS, type Refusal } from './refusal.ts';

export const refusal = z.enum(Object.keys(REFUSALS) as [Refusal, ...Refusal[]]);
