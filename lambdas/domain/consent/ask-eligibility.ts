import type { Control } from '../configuration/control.ts';
import type { Reason } from '../crm/suppression-target.ts';
import { isMailable, normalizeAddress } from '../mail/address.ts';
import { type Purpose, purposes } from '../mail/purposes.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import type { ConsentReader } from './consent-ledger.ts';
import { consentSettingsOf, onlyTenant } from './consent-settings.ts';
import { judgeEligibility } from './eligibility.ts';
import type { Hold } from './holds.ts';
import { providerOf } from './provider.ts';
import { channels } from './signals.ts';

/** The answer of `GET /v1/eligibility` and `postern consent get`. */
export interface EligibilityAnswer {
  readonly address: string;
  readonly tenant: string;
  readonly eligible: Readonly<Record<Purpose, boolean>>;
  readonly reasons: readonly Reason[];
}

interface EligibilityDependencies {
  readonly consent: ConsentReader;
  readonly control: Pick<Control, 'integrations'>;
  readonly subjectHash: () => Promise<SubjectHash>;
}

/** A mistake in a question, in words for its author. */
export class QuestionError extends Error {
  override readonly name = 'QuestionError';
}

/**
 * Answers whether an address may be written to, from our own ledger, in one read: the address's row and the hold of its
 * mailbox provider come together.
 */
export function createEligibility({ consent, control, subjectHash }: EligibilityDependencies) {
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
    const { record, hold } = await consent.readWithHold(tenant, subject, provider);
    const { policy } = consentSettingsOf(integrations, tenant);
    const eligibility = judgeEligibility(address, record.state, policy, channel);
    const isHeld = hold !== undefined && channel === 'email';
    const answer = isHeld ? withHold(eligibility, hold) : eligibility;
    return { address, tenant, ...answer };
  };
}

export type AskEligibility = ReturnType<typeof createEligibility>;

/** A held provider gets no mail that can wait; notices that a contract demands go on. */
function withHold(
  { eligible, reasons }: Pick<EligibilityAnswer, 'eligible' | 'reasons'>,
  { provider, reason, since }: Hold,
): Pick<EligibilityAnswer, 'eligible' | 'reasons'> {
  const heldPurposes: Purpose[] = purposes.filter((purpose) => purpose !== 'legal');
  return {
    eligible: { ...eligible, marketing: false, sales: false },
    reasons: [...reasons, { code: 'provider-hold', purposes: heldPurposes, since, detail: `${provider}: ${reason}` }],
  };
}
