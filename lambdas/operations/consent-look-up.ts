import type { AskEligibility, EligibilityAnswer } from '../domain/consent/ask-eligibility.ts';
import type { ConsentLedger, HistoryEntry } from '../domain/consent/consent-ledger.ts';
import { normalizeAddress } from '../domain/mail/address.ts';
import { purposes } from '../domain/mail/purposes.ts';
import type { SubjectHash } from '../domain/mail/subject-hash.ts';
import { type TargetStatus, targetStatusOf } from './target-status.ts';

/** All that is known of the consent of one address. */
interface ConsentLookUp {
  readonly address: string;
  readonly tenant: string;
  readonly answer: EligibilityAnswer;
  /** May be written to for every purpose, for some, or for none. */
  readonly status: 'open' | 'partly' | 'closed';
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
  readonly targets: readonly TargetStatus[];
}

interface LookUpPorts {
  readonly ask: AskEligibility;
  readonly consent: Pick<ConsentLedger, 'history' | 'progress'>;
  readonly subjectHash: () => Promise<SubjectHash>;
}

/**
 * Looks an address up: `postern consent get` and `history` in one.
 *
 * @throws QuestionError for what is no address, and where a tenant must be named
 */
export const createConsentLookUp =
  ({ ask, consent, subjectHash }: LookUpPorts) =>
  async (question: Parameters<AskEligibility>[0]): Promise<ConsentLookUp & { readonly subject: string }> => {
    const answer = await ask(question);
    const { address, tenant, eligible } = answer;
    const subject = (await subjectHash())(tenant, normalizeAddress(address));
    const [history, progress] = await Promise.all([
      consent.history(tenant, subject),
      consent.progress(tenant, subject),
    ]);
    const open = purposes.filter((purpose) => eligible[purpose]).length;
    const status = open === purposes.length ? 'open' : open === 0 ? 'closed' : 'partly';
    return { address, tenant, subject, answer, status, history, targets: progress.map(targetStatusOf) };
  };
