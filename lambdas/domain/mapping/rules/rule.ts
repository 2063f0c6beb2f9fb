import * as z from 'zod';
import { intentLabels, mailKinds } from '../../mail/mail-kinds.ts';
import { mappingName } from '../mapping-schema.ts';
import { contactField, mappedTarget } from '../sources.ts';

const address = z
  .string()
  .toLowerCase()
  .regex(/^[^@\s]*@[a-z0-9.-]+$/, 'wants an address or @domain');

/** Conditions of a rule: all must hold, a list by one of its entries. */
const when = z
  .strictObject({
    kind: z.array(z.enum(mailKinds)).min(1).optional(),
    intent: z.array(z.enum(intentLabels)).min(1).optional(),
    words: z
      .array(z.string().min(2).max(100))
      .min(1)
      .max(50)
      .optional()
      .describe('In the subject or the newest words.'),
    from: z.array(address).min(1).optional(),
    to: z.array(address).min(1).optional().describe('Envelope recipients of the integration.'),
    attachments: z.boolean().optional().describe('Whether the mail brings any that is not shown in place.'),
    trustBelow: z.int().min(0).max(100).optional(),
    trustFrom: z.int().min(0).max(100).optional(),
    known: z.boolean().optional().describe('Whether mail of the sender was delivered to the connection before.'),
    internal: z.boolean().optional().describe('Whether everybody named in the mail is of the own domains.'),
    crm: z
      .record(
        z.string().regex(contactField, "wants the CRM's own name of a field"),
        z.array(z.union([z.string().max(200), z.number(), z.boolean()])).min(1),
      )
      .refine((fields) => Object.keys(fields).length <= 10, 'wants at most 10 fields')
      .optional()
      .describe(
        'Values that fields of the contact have at the CRM, of each field one; upper and lower case are the same.',
      ),
    openDeals: z.boolean().optional().describe('Whether the contact has any open deal at the CRM.'),
    segments: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(50)
      .optional()
      .describe('Segments of a CDP, by name or id: the contact is in one of them.'),
    freeMail: z.boolean().optional().describe('Whether the sender writes from a public mailbox provider.'),
  })
  .refine((conditions) => Object.keys(conditions).length > 0, 'wants at least one condition');

/** Actions on a mail that meets the conditions. */
const actions = z
  .strictObject({
    filter: z.literal(true).optional().describe('Do not log it: private or internal mail.'),
    quarantine: z.literal(true).optional(),
    deal: z.enum(['thread', 'none']).optional(),
    moveDeal: z
      .strictObject({
        stage: z.string().min(1).max(200).describe("The CRM's id or name of a stage."),
        pipeline: z
          .string()
          .min(1)
          .max(200)
          .optional()
          .describe('Its id or name: deals of other pipelines stay. Absent: the pipeline of the deal.'),
        backwards: z.literal(true).optional().describe('Also from a later stage; a closed deal stays closed.'),
      })
      .optional()
      .describe("Moves the mail's deal to a stage, forward, once per mail."),
    task: z
      .strictObject({
        title: z.string().min(1).max(200).describe('The subject of the mail follows it.'),
        inDays: z.int().min(0).max(365).default(1).describe('When it is due, after the mail was received.'),
      })
      .optional()
      .describe('A task for a person, beside the activity.'),
    notify: z
      .array(z.string().min(1).max(40))
      .min(1)
      .max(5)
      .optional()
      .describe('Connections that hear of the mail, too: a webhook, a bus, a queue.'),
    mapping: mappingName.optional(),
    set: z
      .array(
        z.strictObject({
          target: z.string().regex(mappedTarget, 'wants a field, as in deal.stage'),
          value: z.union([z.string().max(1000), z.number(), z.boolean()]),
        }),
      )
      .min(1)
      .max(10)
      .optional(),
  })
  .refine((chosen) => Object.keys(chosen).length > 0, 'wants at least one action');

/** A rule of an integration: data, never code. */
export const ruleSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'wants 1 to 40 of a-z, 0-9 and -'),
  when,
  do: actions,
});

export type Rule = z.infer<typeof ruleSchema>;
/** The move of a deal that a rule asks for. */
export type MoveDealRule = NonNullable<Rule['do']['moveDeal']>;
/** The task that a rule asks for. */
export type TaskRule = NonNullable<Rule['do']['task']>;
export type Conditions = Rule['when'];
