import * as z from 'zod/mini';
import { isMailable } from '../mail/address.ts';
import { campaign } from '../mail/campaign.ts';
import { purposes } from '../mail/purposes.ts';
import { addressRules, channels, signals, sources, standings } from './signals.ts';

const changeId = z.string().check(z.regex(/^chg_[0-9a-f]{32}$/));

/** The most changes that one change takes back. */
export const maxLifts = 100;

/**
 * `recipient.suppressed/1`: one statement of one person, or of their mail server, about mail to one address. All sources
 * send it to the suppressions queue in this form; applying it twice, or in any order, gives the same state.
 */
export const consentChange = z.strictObject({
  schema: z.literal('recipient.suppressed/1'),
  changeId,
  tenant: z.string().check(z.minLength(1)),
  subject: z
    .string()
    .check(
      z.regex(/^[0-9a-f]{40}$/),
      z.describe('The keyed hash of the address: all that is kept of somebody who was erased.'),
    ),
  address: z
    .optional(z.string().check(z.refine(isMailable, 'wants an address that can be mailed')))
    .check(z.describe('Absent where the source knows only the hash, as a one-click token does.')),
  /** The person behind the address, where the source knows. */
  contactId: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  signal: z.enum(signals),
  purposes: z.optional(z.array(z.enum(purposes))).check(z.describe('Absent: those that the signal speaks of.')),
  channel: z.optional(z.enum(channels)).check(z.describe('Absent: email.')),
  standing: z
    .optional(z.enum(standings))
    .check(z.describe('How far a mail is believed; absent: proven. hint and noted have no effect.')),
  lifts: z
    .optional(z.array(changeId).check(z.minLength(1), z.maxLength(maxLifts)))
    .check(z.describe('Of lifted: the changes that never were.')),
  rule: z.optional(z.enum(addressRules)).check(z.describe('Of an address-rule.')),
  at: z.iso.datetime().check(z.describe('When it happened: what happened later wins.')),
  receivedAt: z.iso.datetime().check(z.describe('When it reached us: the lag counts from here.')),
  source: z.enum(sources),
  /** The proof: an event id, a notification id, the name of a file. */
  evidence: z.string().check(z.maxLength(500)),
  policyVersion: z.optional(z.string().check(z.maxLength(100))),
  reason: z
    .optional(z.string().check(z.maxLength(300)))
    .check(z.describe('A code or status, never the words of a mail.')),
  campaign: z.optional(campaign).check(z.describe('The mail of ours that it answers.')),
  /** The mail that gets its fate by this change, and how many changes it brought. */
  delivery: z.optional(
    z.strictObject({ eventId: z.string(), integration: z.string(), of: z.int().check(z.positive()) }),
  ),
});
