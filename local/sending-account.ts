import { compact } from '../lambdas/compact.ts';
import { fieldsOf } from './fields.ts';
import type { LocalAnswer } from './local-answer.ts';

/** The account's suppression list, as SES keeps one. */
export type SuppressionList = Map<string, { readonly reason: string; readonly at: string }>;

const path = '/v2/email/suppression/addresses';

/**
 * Answers the three calls of SES for its suppression list. The list is in memory: Postern's own ledger is what counts.
 *
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_PutSuppressedDestination.html
 */
export function answerSendingAccount(list: SuppressionList, method: string, url: string, body: string): LocalAnswer {
  const answer = (status: number, value: object, type?: string): LocalAnswer =>
    compact({
      status,
      value,
      headers: type === undefined ? undefined : { 'x-amzn-errortype': type },
    });
  const address = decodeURIComponent(url.slice(path.length + 1));
  if (method === 'PUT' && url === path) {
    const { EmailAddress, Reason } = fieldsOf(JSON.parse(body));
    list.set(String(EmailAddress), { reason: String(Reason), at: new Date().toISOString() });
    return answer(200, {});
  }
  const known = list.get(address);
  if (known === undefined) return answer(404, { message: 'not on the list' }, 'NotFoundException');
  if (method === 'DELETE') {
    list.delete(address);
    return answer(200, {});
  }
  const SuppressedDestination = {
    EmailAddress: address,
    Reason: known.reason,
    LastUpdateTime: Date.parse(known.at) / 1000,
  };
  return answer(200, { SuppressedDestination });
}

/** A mail that was sent through SES on this machine, to nobody. */
export interface SentMail {
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Takes SendEmail as the Query API has it. @see https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html */
export function takeSentMail(outbox: SentMail[], body: string): string {
  const form = new URLSearchParams(body);
  const field = (name: string): string => form.get(name) ?? '';
  outbox.push({
    at: new Date().toISOString(),
    from: field('Source'),
    to: field('Destination.ToAddresses.member.1'),
    subject: field('Message.Subject.Data'),
    text: field('Message.Body.Text.Data'),
  });
  const id = `local-${String(outbox.length).padStart(6, '0')}`;
  return `<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendEmailResult><MessageId>${id}</MessageId></SendEmailResult><ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></SendEmailResponse>`;
}
