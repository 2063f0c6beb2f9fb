import * as z from 'zod';
import { compact } from '../../lambdas/compact.ts';
import { defusedText } from './defused-text.ts';
import type { ToolAnswer } from './tool-answer.ts';

/** Most entries of a list, and most UTF-16 units of a text of others. */
const [mostListed, mostText] = [50, 500];
const short = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : defusedText(text, mostText).text;

const trace = z.object({
  eventId: z.string(),
  messageId: z.string().optional(),
  kind: z.string().optional(),
  rules: z.array(z.string()).optional(),
  mails: z.array(
    z.object({
      mailId: z.string(),
      receivedAt: z.string(),
      recipients: z.array(
        z.object({
          recipient: z.string(),
          integration: z.string().optional(),
          fate: z.string(),
          reason: z.string().optional(),
        }),
      ),
    }),
  ),
  deliveries: z.array(
    z.object({
      integration: z.string(),
      lane: z.string().optional(),
      state: z.string().optional(),
      fate: z.string(),
      reason: z.string().optional(),
      errorClass: z.string().optional(),
      failedFirstAt: z.string().optional(),
      failedLastAt: z.string().optional(),
      next: z.string().optional(),
      attempts: z.number(),
      crm: z.record(z.string(), z.string()).optional(),
      receivedAt: z.string().optional(),
      settledAt: z.string().optional(),
    }),
  ),
});

/** The way of an event. Recipients, Message-ID and reasons, which may quote a CRM or a mail, are no facts of ours. */
export function shownTrace(json: unknown): ToolAnswer {
  const { eventId, messageId, kind, rules, mails, deliveries } = trace.parse(json);
  const [listed, sent] = [mails.slice(0, mostListed), deliveries.slice(0, mostListed)];
  return {
    facts: compact({
      eventId,
      kind,
      rules,
      mails: listed.map(({ mailId, receivedAt, recipients }) => ({
        mailId,
        receivedAt,
        recipients: recipients.slice(0, mostListed).map(({ integration, fate }) => compact({ integration, fate })),
      })),
      deliveries: sent.map(({ reason: _, ...facts }) => facts),
    }),
    mail: compact({
      messageId: short(messageId),
      recipients: listed.flatMap(({ recipients }) =>
        recipients
          .slice(0, mostListed)
          .map(({ recipient, reason }) => compact({ recipient: short(recipient), reason: short(reason) })),
      ),
      reasons: sent.flatMap(({ reason }) => short(reason) ?? []),
    }),
  };
}

const explanation = z.object({
  eventId: z.string(),
  integration: z.string(),
  delivery: z.object({ fate: z.string(), crm: z.record(z.string(), z.string()).optional() }),
  decisions: z.array(
    z.object({ decision: z.string(), outcome: z.string(), rule: z.string(), evidence: z.array(z.string()) }),
  ),
});

/** The decisions about an event. Their evidence quotes ids, addresses and names that a stranger chose. */
export function shownExplanation(json: unknown): ToolAnswer {
  const { eventId, integration, delivery, decisions } = explanation.parse(json);
  const listed = decisions.slice(0, mostListed);
  return {
    facts: { eventId, integration, delivery, decisions: listed.map(({ decision, rule }) => ({ decision, rule })) },
    mail: {
      decisions: listed.map(({ decision, outcome, evidence }) => ({
        decision,
        outcome: short(outcome),
        evidence: evidence.slice(0, mostListed).map(short),
      })),
    },
  };
}
