import type { ParsedMail } from '../../mail/parsed-mail.ts';
import { firstHeader, hasHeader, hasNullSender, lowerHeader } from './rule.ts';

/** A header that shows that no person sent a mail, and how much it counts beside the words of the mail. */
export interface MachineSign {
  readonly weight: number;
  readonly sign: string;
}

/** Headers of ticket systems, which send the mail of agents as well as their own. */
const ticketHeaders = [
  'x-zendesk-from-account-id',
  'x-fd-email-ticket',
  'x-freshdesk-ticket-id',
  'rt-ticket',
  'x-rt-loop-prevention',
  'x-otrs-loop',
  'x-znuny-loop',
  'x-helpscout-message-type',
  'x-intercom-bin',
  'x-hubspot-ticket-id',
  'x-kayako',
  'x-sfdc-lk',
  'x-front-message-id',
  'x-jira-fingerprint',
  'x-servicenow-generated',
  'x-loop',
];

/** Finds the headers by which a responder, a rule or a ticket system gives itself away. */
export function signsOfMachine(mail: ParsedMail): MachineSign[] {
  const autoSubmitted = lowerHeader(mail, 'auto-submitted');
  const signs: ReadonlyArray<readonly [weight: number, holds: boolean, sign: string]> = [
    [1, autoSubmitted !== '' && !autoSubmitted.startsWith('no'), 'header Auto-Submitted is not "no"'],
    [2, hasNullSender(mail), 'its envelope sender is empty'],
    [1, /\b(?:bulk|junk|auto_reply)\b/.test(lowerHeader(mail, 'precedence')), 'header Precedence says bulk or junk'],
    [
      1,
      /mailbox rules|oof/.test(lowerHeader(mail, 'x-ms-exchange-generated-message-source')),
      'Exchange generated it by a mailbox rule',
    ],
    [1, /^(?:9|oof)/.test(lowerHeader(mail, 'x-post-messageclass')), 'header X-POST-MessageClass is a responder’s'],
    [1, hasHeader(mail, 'x-fc-machinegenerated'), 'header X-FC-MachineGenerated'],
    [1, /\bauto\b|vacation|responder/.test(lowerHeader(mail, 'x-mailer')), 'header X-Mailer names a responder'],
    [
      1,
      /^(?:auto-?respon|auto-?reply|vacation)/.test(mail.from?.address.toLowerCase() ?? ''),
      'a responder’s address sent it',
    ],
    [1, firstHeader(mail, ticketHeaders) !== undefined, 'a header is a ticket system’s'],
  ];
  return signs.filter(([, holds]) => holds).map(([weight, , sign]) => ({ weight, sign }));
}
