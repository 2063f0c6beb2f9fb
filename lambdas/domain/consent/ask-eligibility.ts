import { compact } from '../../compact.ts';
import type { Control } from '../configuration/control.ts';
import type { Reason } from '../crm/suppression-target.ts';
import { isMailable, normalizeAddress } from '../mail/address.ts';
import { type Purpose, purposes } from '../mail/purposes.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import type { ConsentReader } from './consent-ledger.ts';
import { consentSettingsOf, onlyTenant } from './consent-settings.ts';
import { judgeEligibility } from './eligibility.ts';
import {
  type AskContact,
  type ContactAnswer,
  type ContactQuestion,
  contactQuestions,
  contactReasons,
  fieldsOf,
  segmentReasons,
  segmentRules,
} from './eligibility-facts.ts';
import type { Hold } from './holds.ts';
import { currentSegments, shownMembership } from './membership.ts';
import { providerOf } from './provider.ts';
import { channels } from './signals.ts';

/** The answer of `GET /v1/eligibility` and `postern consent get`. */
export interface EligibilityAnswer {
  readonly address: string;
  readonly tenant: string;
  readonly eligible: Readonly<Record<Purpose, boolean>>;
  readonly reasons: readonly Reason[];
  /** Segments of CDPs that the address is in; absent: none. */
  readonly segments?: ReadonlyArray<ReturnType<typeof shownMembership>>;
}

interface EligibilityDependencies {
  readonly consent: ConsentReader;
  readonly control: Pick<Control, 'integrations'>;
  readonly subjectHash: () => Promise<SubjectHash>;
  /** Called for tenants with settings about fields of their CRM. */
  readonly askContact: AskContact;
}

/** A mistake in a question, in words for its author. */
export class QuestionError extends Error {
  override readonly name = 'QuestionError';
}

/**
 * Answers whether an address may be written to, from our own ledger, in one read: the address's row, its segments and the hold
 * of its mailbox provider come together. Fields of the CRM are asked for beside it, where the tenant's settings name any.
 */
export function createEligibility({ consent, control, subjectHash, askContact }: EligibilityDependencies) {
  return async function askEligibility(question: {
    readonly address?: string | undefined;
    readonly tenant?: string | undefined;
    readonly channel?: string | undefined;
  }): Promise<EligibilityAnswer> {
    const integrations = await control.integrations();
    const tenant = question.tenant ?? onlyTenant(integrations);
    if (tenant === undefined) throw new QuestionError('tenant: several are configured, name one');
    if (!integrations.some((integration) => integration.tenant === tenant))
      throw new QuestionError('tenant: no such tenant');
    if (question.address === undefined || !isMailable(question.address.trim()))
      throw new QuestionError('address: wants one that can be mailed, URL-encoded (a plus sign is %2B)');
    const channel = channels.find((name) => name === (question.channel ?? 'email'));
    if (channel === undefined) throw new QuestionError(`channel: wants one of ${channels.join(', ')}`);
    const address = normalizeAddress(question.address);
    const provider = providerOf(address);
    const subject = (await subjectHash())(tenant, address);
    const questions = contactQuestions(integrations, tenant);
    const [{ record, hold, memberships }, answers] = await Promise.all([
      consent.readWithHold(tenant, subject, provider),
      answersOf(questions, askContact, { tenant, email: address }),
    ]);
    const { policy } = consentSettingsOf(integrations, tenant);
    const eligibility = judgeEligibility(address, record.state, policy, channel);
    const bars = [
      ...questions.flatMap((question) => contactReasons(question, answers.get(question.connection) ?? notAsked)),
      ...segmentReasons(segmentRules(integrations, tenant), memberships),
      ...(hold !== undefined && channel === 'email' ? [holdReason(hold)] : []),
    ];
    const segments = currentSegments(memberships).map(shownMembership);
    return compact({
      address,
      tenant,
      ...withBars(eligibility, bars),
      segments: segments.length > 0 ? segments : undefined,
    });
  };
}

export type AskEligibility = ReturnType<typeof createEligibility>;

/** Asks each connection once, for the fields of all rules about it. */
async function answersOf(
  questions: readonly ContactQuestion[],
  askContact: AskContact,
  person: { readonly tenant: string; readonly email: string },
): Promise<ReadonlyMap<string, ContactAnswer>> {
  const byConnection = [...Map.groupBy(questions, ({ connection }) => connection)];
  const answers = byConnection.map(async ([connection, asked]) => {
    const names = fieldsOf(asked.flatMap(({ rules }) => rules));
    return [connection, await askContact({ connection, ...person, names })] as const;
  });
  return new Map(await Promise.all(answers));
}

const notAsked: ContactAnswer = { kind: 'unknown', reason: 'not asked' };

/** A held provider gets no mail that can wait; notices that a contract demands go on. */
function holdReason({ provider, reason, since }: Hold): Reason {
  const heldPurposes: Purpose[] = purposes.filter((purpose) => purpose !== 'legal');
  return { code: 'provider-hold', purposes: heldPurposes, since, detail: `${provider}: ${reason}` };
}

/** An eligibility with further bars. */
function withBars(
  { eligible, reasons }: Pick<EligibilityAnswer, 'eligible' | 'reasons'>,
  bars: readonly Reason[],
): Pick<EligibilityAnswer, 'eligible' | 'reasons'> {
  const barred = new Set(bars.flatMap((reason) => reason.purposes));
  const isEligible = (purpose: Purpose): boolean => eligible[purpose] && !barred.has(purpose);
  return {
    eligible: { marketing: isEligible('marketing'), sales: isEligible('sales'), legal: isEligible('legal') },
    reasons: [...reasons, ...bars],
  };
}
