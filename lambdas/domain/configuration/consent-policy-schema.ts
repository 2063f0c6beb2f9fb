import * as z from 'zod';
import { purposes } from '../mail/purposes.ts';
import { domainName, name } from './configured-names.ts';

/**
 * The consent policy of an integration. Each integration reads mails by its own policy; everything else belongs to the
 * tenant, and the tenant's first policy counts.
 */
/** Purposes that a person may refuse: notices that a contract demands go on. */
const bars = z.array(z.enum(['marketing', 'sales'])).default([]);
const stageName = z.string().min(1).max(200);
/** Stages of people in the CRM's lifecycle, by its own values. */
const people = z.array(stageName).min(1).max(50).optional();
/** Ids or names of stages, and the purposes that they bar. */
const namedStages = z
  .strictObject({ deals: z.array(stageName).min(1).max(50).optional(), people, bars })
  .refine((names) => names.deals !== undefined || names.people !== undefined, 'wants deals or people');
/** Without names the stages that the account itself closes as won, or as lost. */
const closedStages = z.strictObject({ deals: z.array(stageName).max(50).default([]), people, bars });

export const consentPolicy = z.strictObject({
  /** A no to what was offered: `stop` ends outreach (purpose sales), `ignore` leaves it to people. */
  negative: z.enum(['stop', 'ignore']).default('stop'),
  /** A request in a person's own words not to be written to. */
  optOut: z.enum(['unsubscribe', 'ignore']).default('unsubscribe'),
  /** Purposes that need a yes on record before anybody is written to. */
  requireOptIn: z.array(z.enum(purposes)).default([]),
  /** Hosts that are believed when their proven mail reports bounces and complaints of others. Absent: none. */
  evidence: z.array(domainName).max(50).optional(),
  /** How many people unproven mail of one host may stop in an hour; the rest is put up for review. */
  unprovenPerHour: z.int().min(0).max(10_000).optional(),
  /** The version of your privacy notice, kept beside every consent. */
  policyVersion: z.string().min(1).max(100).optional(),
  /** Soft bounces that make an address a dead one. */
  softBounces: z
    .strictObject({
      count: z.int().min(1).max(50).default(5),
      days: z.int().min(1).max(50).default(3),
      withinDays: z.int().min(1).max(365).default(30),
    })
    .default({ count: 5, days: 3, withinDays: 30 }),
  /**
   * Stages of deals at the CRM that say something of the people of the deal, or of people themselves, and the mail that they
   * bar. Absent: none.
   */
  stages: z
    .strictObject({
      opportunity: namedStages.optional(),
      won: closedStages.optional(),
      lost: closedStages.optional(),
      churned: namedStages.optional(),
    })
    .refine((stages) => Object.keys(stages).length > 0, 'wants at least one meaning')
    .optional(),
  /** Double opt-in: the mail that asks a person who was signed up to confirm. Absent: nobody is asked. */
  confirmation: z
    .strictObject({
      from: z.string().min(3).max(320).describe('An address, or a name and an address, that SES may send as.'),
      subject: z.string().min(1).max(200).default('Please confirm your subscription'),
      text: z
        .string()
        .max(4000)
        .default(
          'Please confirm that you want to hear from us:\n\n{link}\n\nIf you did not sign up, ignore this mail.\n',
        )
        .refine((text) => text.includes('{link}'), 'wants {link} where the link goes'),
    })
    .optional(),
  /** Further connections, beside the integrations' own, that must hear of every suppression: a CDP, another CRM. */
  targets: z.array(name).default([]),
});
