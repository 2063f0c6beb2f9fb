import type { ParsedMail } from '../../mail/parsed-mail.ts';
import { firstHeader, lowerHeader, type Rule } from './rule.ts';

const listHeaders = [
  'list-id',
  'list-post',
  'list-unsubscribe',
  'list-help',
  'list-subscribe',
  'list-owner',
  'list-archive',
  'mailing-list',
  'x-mailing-list',
  'x-list',
  'x-beenthere',
  'x-mailman-version',
  'x-listname',
  'x-list-id',
  'x-list-name',
  'x-listserver',
  'x-ml-name',
  'x-ml-count',
  'list-software',
  'list-name',
  'x-google-group-id',
  'x-listprocessor-version',
  'x-majordomo-version',
  'x-majordomo',
  'x-sympa-to',
  'x-yahoo-newman-id',
  'x-egroups-return',
  'x-smartlist',
  'x-ezmlm',
];

/** Headers by which senders of campaigns mark their mail for providers and for themselves. */
const campaignHeaders = [
  'x-csa-complaints',
  'x-campaign',
  'x-campaignid',
  'x-campaign-id',
  'x-campaign_id',
  'x-mailer-campaign',
  'x-mailchimp-campaign-id',
  'x-mc-user',
  'x-rpcampaign',
  'x-newsletter',
  'x-newsletter-id',
  'x-mailingid',
  'x-mailing-id',
  'x-mlm-id',
  'x-bulkmail',
  'x-mass-mail',
  'x-sfmc-stack',
  'x-marketo-id',
  'x-hs-campaign-id',
];

/** The fields of RFC 2919 and RFC 2369, and those of older list servers; outer headers only. */
export const listHeader: Rule = ({ mail }) => {
  const header = firstHeader(mail, listHeaders);
  if (header !== undefined) return { kind: 'list', confidence: 0.95, because: `header ${header} is a list’s` };
  const campaign = firstHeader(mail, campaignHeaders);
  if (campaign !== undefined)
    return { kind: 'list', confidence: 0.85, because: `header ${campaign} is that of a campaign` };
  const trace = listTrace(mail);
  return trace === undefined ? undefined : { kind: 'list', confidence: 0.8, because: trace };
};

/** Traces of list servers that add no field of their own: Majordomo, SmartList, LISTSERV, Google's campaigns. */
function listTrace(mail: ParsedMail): string | undefined {
  if (ownerAddress.test(mail.sender?.address ?? '')) return 'header Sender is the owner of a list';
  if (ownerAddress.test(lowerHeader(mail, 'errors-to').replace(/^[\s<]+/, '')))
    return 'header Errors-To is the owner of a list';
  if (/^\s*<owner-[^@\s]+@/.test(lowerHeader(mail, 'return-path'))) return 'its envelope sender is the owner of a list';
  const loop = lowerHeader(mail, 'x-loop').trim();
  if (loop.includes('@') && [...mail.to, ...mail.cc].some(({ address }) => loop.includes(address.toLowerCase())))
    return 'header X-Loop names the list that it was sent to';
  // Gmail asks senders of campaigns for four names (campaign, customer, kind, sender); SES marks every mail with its own.
  const feedback = lowerHeader(mail, 'feedback-id').split(':');
  return feedback.length === 4 && feedback[3]?.trim() !== 'amazonses' && feedback[0]?.trim() !== ''
    ? 'header Feedback-ID is that of a campaign'
    : undefined;
}

const ownerAddress = /^(?:owner-[^@\s]+|[^@\s]{1,64}-(?:owner|request|bounces(?:\+[^@\s]{1,200})?))@/i;

/** The old mark of mail to many people. */
export const bulkPrecedence: Rule = ({ mail }) => {
  const precedence = /^\s*(bulk|list)\b/.exec(lowerHeader(mail, 'precedence'))?.[1];
  return precedence === undefined
    ? undefined
    : { kind: 'list', confidence: 0.7, because: `header Precedence says ${precedence}` };
};
