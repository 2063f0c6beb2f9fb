import { compact } from '../../compact.ts';
import type { EmailReceived } from '../mail/event.ts';

/** Verdicts on a decision beside kind and intent; the first one of each is that Postern was right. */
export const judgementWords = {
  trust: ['right', 'too-low', 'too-high'],
  thread: ['right', 'wrong'],
  person: ['right', 'wrong'],
} as const;

/** A decision beside kind and intent: the trust in the sender, the conversation, the person that the mail is about. */
export type JudgedDecision = keyof typeof judgementWords;

/** A person's verdict on such a decision. */
export interface Judgement {
  readonly about: JudgedDecision;
  /** By what Postern decided: a band of trust, the evidence for the conversation, the rule that found the person. */
  readonly by: string;
  /** One of {@link judgementWords}. */
  readonly verdict: string;
}

/** The band of a trust score, so that scores add up to a class. 0 to 100. */
export function trustBand(score: number | undefined): string {
  if (score === undefined) return 'unscored';
  return score < 20 ? '0-19' : score < 50 ? '20-49' : score < 80 ? '50-79' : '80-100';
}

/** A person's judgement of how a mail was read. */
export interface Review {
  readonly eventId: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly by: string;
  /** The kind and intent that Postern read. */
  readonly kind: string;
  readonly intent?: string;
  /** The right kind; absent where Postern was right. */
  readonly rightKind?: string;
  readonly rightIntent?: string;
  /** Verdicts of the person on the sender's trust, the conversation and the contact; absent: none. */
  readonly judgements?: readonly Judgement[];
  /** Other mistakes, without a word of the mail. */
  readonly note?: string;
}

/** A reason to show a mail to a person. */
export interface ReviewReason {
  /**
   * `deal`: the mail was not attached to the deal, or the other record, that it names. `thread`: its conversation is a guess. `trust`: its sender
   * may be somebody else.
   */
  readonly about: 'deal' | 'thread' | 'trust';
  /** Ids and numbers, no words of the mail. */
  readonly text: string;
  /** The deal that it names. */
  readonly deal?: string;
  /** Whether the mail was kept from a record that it names. */
  readonly isWithheld?: true;
}

/** A mail that waits for a person. */
export interface ReviewOffer {
  readonly eventId: string;
  readonly integration: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** The subjects of its reasons; absent in offers of earlier versions, which are all about a deal. */
  readonly about?: ReadonlyArray<ReviewReason['about']>;
  /** The deal that it names. */
  readonly deal?: string;
  /** Why it waits, all reasons together; ids and no words of the mail. */
  readonly reason: string;
}

/** The offer of a delivery for its reasons. */
export const offerOf = (
  { eventId, integration }: Pick<ReviewOffer, 'eventId' | 'integration'>,
  reasons: readonly ReviewReason[],
  at: Date,
): ReviewOffer =>
  compact({
    eventId,
    integration,
    at: at.toISOString(),
    about: reasons.map(({ about }) => about),
    deal: reasons.find(({ deal }) => deal !== undefined)?.deal,
    reason: reasons.map(({ text }) => text).join('; '),
  });

/** The reviews of one class, and how many found Postern right. */
export interface ReviewedClass {
  readonly class: string;
  readonly reviewed: number;
  readonly right: number;
  /** The right classes instead, by count. */
  readonly instead: Readonly<Record<string, number>>;
}

/**
 * Whether a mail is in the sample that people review: by its id, so that everybody draws the same.
 *
 * @param percent 0 to 100
 */
export const isSampled = (eventId: string, percent: number): boolean =>
  Number.parseInt(eventId.slice(4, 12), 16) / 2 ** 32 < percent / 100;

/** The review of an event, with the kind and intent that Postern read. */
export function reviewOf(
  { eventId, classification }: Pick<EmailReceived, 'eventId' | 'classification'>,
  judgement: Pick<Review, 'at' | 'by' | 'note' | 'rightKind' | 'rightIntent' | 'judgements'>,
): Review {
  const { kind, intent } = classification;
  const { rightKind, rightIntent, judgements = [], note, at, by } = judgement;
  return compact({
    eventId,
    at,
    by,
    kind,
    intent: intent ? intent.label : undefined,
    rightKind: rightKind !== undefined && rightKind !== kind ? rightKind : undefined,
    rightIntent: rightIntent !== undefined && rightIntent !== intent?.label ? rightIntent : undefined,
    judgements: judgements.length > 0 ? judgements : undefined,
    note,
  });
}

/** Kinds, intents and judged decisions with how often each was right, the most reviewed first. */
export function summarize(reviews: readonly Review[]): ReviewedClass[] {
  const verdicts = reviews.flatMap(({ kind, intent, rightKind, rightIntent, judgements = [] }) => [
    { class: `kind ${kind}`, right: rightKind },
    // The intent counts only where the kind is right.
    ...(intent !== undefined && rightKind === undefined ? [{ class: `intent ${intent}`, right: rightIntent }] : []),
    ...judgements.map(({ about, by, verdict }) => ({
      class: `${about} ${by}`,
      right: verdict === judgementWords[about][0] ? undefined : verdict,
    })),
  ]);
  return [...Map.groupBy(verdicts, (judgement) => judgement.class)]
    .map(([name, all]) => {
      const wrong = all.flatMap(({ right }) => right ?? []);
      const instead = Object.fromEntries(
        [...Map.groupBy(wrong, (right) => right)].map(([right, { length }]) => [right, length]),
      );
      return { class: name, reviewed: all.length, right: all.length - wrong.length, instead };
    })
    .toSorted((a, b) => b.reviewed - a.reviewed || a.class.localeCompare(b.class));
}
