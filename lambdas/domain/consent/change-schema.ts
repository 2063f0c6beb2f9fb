import * as z from 'zod';
import { isMailable } from '../address.ts';
import { addressRules, channels, purposes, signals, sources, standings } from './change.ts';

/** What the sender of a mail of ours tagged it with. */
export const campaign = z.strictObject({
  campaignId: z.string().optional(),
  templateId: z.string().optional(),
  recordId: z.string().optional(),
  membershipId: z.string().optional().describe('Of a segment of a CDP.'),
});

const changeId = z.string().regex(/^chg_[0-9a-f]{32}$/);

/** More than that one change does not take back. */
export const maxLifts = 100;

/**
 * `recipient.suppressed/1`: one thing that one person, or their mail server, let us know about mail to one address.
 * Whatever the source, this is what travels on the suppressions queue; applying it twice, or in any order, comes to
 * the same.
 */
export const consentChange = z.strictObject({
  schema: z.literal('recipient.suppressed/1'),
  changeId,
  tenant: z.string().min(1),
  subject: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .describe('The keyed hash of the address: all that is kept of somebody who was erased.'),
  address: z
    .string()
    .refine(isMailable, 'wants an address that can be mailed')
    .optional()
    .describe('Absent where the source knows only the hash, as a one-click token does.'),
  /** The person behind the address, where the source knows. */
  contactId: z.string().min(1).max(200).optional(),
  signal: z.enum(signals),
  purposes: z.array(z.enum(purposes)).optional().describe('Absent: those that the signal speaks of.'),
  channel: z.enum(channels).optional().describe('Absent: email.'),
  standing: z
    .enum(standings)
    .optional()
    .describe('How far a mail is believed; absent: proven. hint and noted have no effect.'),
  lifts: z.array(changeId).min(1).max(maxLifts).optional().describe('Of lifted: the changes that never were.'),
  rule: z.enum(addressRules).optional().describe('Of an address-rule.'),
  at: z.iso.datetime().describe('When it happened: what happened later wins.'),
  receivedAt: z.iso.datetime().describe('When it reached us: the lag counts from here.'),
  source: z.enum(sources),
  /** What proves it: an event id, a notification id, the name of a file. */
  evidence: z.string().max(500),
  policyVersion: z.string().max(100).optional(),
  reason: z.string().max(300).optional().describe('A code or status, never the words of a mail.'),
  campaign: campaign.optional().describe('The mail of ours that it answers.'),
  /** The mail whose fate this decides, and how many changes it brought. */
  delivery: z.strictObject({ eventId: z.string(), integration: z.string(), of: z.int().positive() }).optional(),
});
