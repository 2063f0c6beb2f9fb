import type { EmailReceived } from './event.ts';

/** Whether a complaint is one person's word against us; the other types say nothing of a wish to stop. */
const isWishToStop = (feedbackType: string): boolean => !['not-spam', 'auth-failure', 'dmarc'].includes(feedbackType);

/** Addresses that a suppression is about. */
export function subjectsOf({ classification }: EmailReceived): string[] {
  const { bounce, complaint, unsubscribe } = classification;
  return [
    ...(bounce?.recipients.filter(({ type }) => type === 'hard').map(({ address }) => address) ?? []),
    ...(complaint && isWishToStop(complaint.feedbackType) ? complaint.recipients : []),
    ...(unsubscribe ? [unsubscribe.address] : []),
  ];
}
