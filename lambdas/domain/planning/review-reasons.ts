import { compact } from '../../compact.ts';
import type { Integration } from '../configuration/integration.ts';
import type { RoutedEvent } from '../mail/event.ts';
import type { ReviewReason } from '../understanding/review.ts';

/** The least trust of mail that nobody has to review, where the integration sets no bound. 0 to 100. */
const leastTrust = 20;

/** The least confidence in a conversation that nobody has to review. 0 to 1. */
const leastConfidence = 0.8;

/** Whether the integration trusts the sender of a mail too little. */
export const isSuspicious = (
  { trust }: Pick<RoutedEvent, 'trust'>,
  { trust: policy }: Pick<Integration, 'trust'>,
): boolean => (trust?.score ?? 100) < (policy?.below ?? leastTrust);

/** Whether the place of a mail in its conversation is too uncertain for the conversation's deal. */
export const isTooUncertainForDeal = (
  { thread }: Pick<RoutedEvent, 'thread'>,
  { dealConfidence = 0 }: Pick<Integration, 'dealConfidence'>,
): boolean => thread.confidence < dealConfidence;

/** Reasons to show a mail to a person, apart from the deal that its address names: ids and numbers, no word of the mail. */
export function reviewReasonsOf(
  event: Pick<RoutedEvent, 'thread' | 'trust'>,
  integration: Pick<Integration, 'trust' | 'deals' | 'dealConfidence'>,
): ReviewReason[] {
  const { thread, trust } = event;
  const reasons: ReviewReason[] = [];
  const isWithheld = integration.deals === 'thread' && isTooUncertainForDeal(event, integration);
  if (isWithheld || thread.confidence < leastConfidence) {
    const match = `its conversation is known by ${thread.matchedBy} alone (confidence ${thread.confidence})`;
    const text = isWithheld ? `${match}: neither opens nor joins its deal` : match;
    reasons.push(compact({ about: 'thread', text, isWithheld: isWithheld || undefined }));
  }
  if (isSuspicious(event, integration))
    reasons.push({ about: 'trust', text: `trust ${trust?.score}: ${trust?.reasons.join(', ')}` });
  return reasons;
}
