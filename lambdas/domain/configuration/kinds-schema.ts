import * as z from 'zod';
import { kindTreatments } from './kinds.ts';

const treatment = z.enum(kindTreatments).optional();
const suppression = z
  .literal('filter', { error: 'wants filter: mail of this kind goes to the suppression lane and makes no record' })
  .optional();

/** An integration's `kinds`: the treatment of mail, kind by kind. */
export const kindsSchema = z.strictObject({
  human: treatment,
  calendar: treatment,
  'auto-reply': treatment,
  automated: treatment,
  challenge: treatment,
  list: treatment,
  receipt: treatment,
  bounce: suppression,
  complaint: suppression,
  unsubscribe: suppression,
});
