import type { Sender, SendingAccount } from '../../../cli/aws-readiness/facts.ts';
import { senderFindings } from '../../../cli/aws-readiness/sender-checks.ts';
import { codesOf, deployment, healthyMail } from './healthy-facts.ts';

const identity = { name: 'acme.example', isVerified: true, dkim: 'SUCCESS', dkimRecords: ['a CNAME b'] };
const healthySender: Sender = {
  domain: 'acme.example',
  identity: { value: { ...identity, mailFrom: 'SUCCESS' } },
  spf: { value: ['v=spf1 include:amazonses.com -all'] },
  dmarc: 'reject',
};
const findings = (sender: Partial<Sender>, account: Partial<SendingAccount> = {}) =>
  senderFindings(
    deployment,
    healthyMail({
      sending: { value: { ...healthyMail().sending!.value, ...account } },
      senders: [{ ...healthySender, ...sender }],
    }),
  );

describe('senderFindings', () => {
  it.each<{ title: string; sender: Partial<Sender>; codes: string[] }>([
    { title: 'accepts a healthy sender', sender: {}, codes: [] },
    {
      title: 'reports a domain without identity',
      sender: { identity: { value: undefined } },
      codes: ['problem sender-unverified'],
    },
    {
      title: 'reports an identity that is not verified with DKIM',
      sender: { identity: { value: { ...identity, dkim: 'PENDING' } } },
      codes: ['problem sender-unverified'],
    },
    { title: 'concludes nothing from an identity without an answer', sender: { identity: undefined }, codes: [] },
    {
      title: 'remarks a MAIL FROM domain that is not set up',
      sender: { identity: { value: { ...identity, mailFrom: 'PENDING' } } },
      codes: ['remark sender-mail-from'],
    },
    {
      title: 'remarks an SPF record without SES',
      sender: { spf: { value: ['v=spf1 -all'] } },
      codes: ['remark sender-spf'],
    },
    {
      title: 'remarks several SPF records, even if the first one names SES',
      sender: { spf: { value: ['v=spf1 include:amazonses.com -all', 'v=spf1 -all'] } },
      codes: ['remark sender-spf'],
    },
    { title: 'accepts a domain without an SPF record', sender: { spf: { value: [] } }, codes: [] },
    { title: 'remarks a missing DMARC record', sender: { dmarc: 'missing' }, codes: ['remark sender-dmarc'] },
    { title: 'remarks several DMARC records', sender: { dmarc: 'several' }, codes: ['remark sender-dmarc'] },
    { title: 'accepts any DMARC policy', sender: { dmarc: 'none' }, codes: [] },
  ])('$title', ({ sender, codes }) => {
    expect(codesOf(findings(sender))).toEqual(codes);
  });

  it.each<{ title: string; account: Partial<SendingAccount>; codes: string[] }>([
    { title: 'the sandbox', account: { isProduction: false }, codes: ['problem sandbox'] },
    { title: 'paused sending', account: { isEnabled: false }, codes: ['problem sending-paused'] },
    { title: 'a review', account: { enforcement: 'PROBATION' }, codes: ['problem sending-review'] },
    { title: 'a quota that is nearly used up', account: { sentToday: 40_000 }, codes: ['remark sending-quota'] },
    { title: 'nothing below four fifths of the quota', account: { sentToday: 39_999 }, codes: [] },
    { title: 'nothing without a quota', account: { sentToday: 1_000_000, mostADay: -1 }, codes: [] },
    {
      title: 'a suppression list without complaints',
      account: { suppressed: ['BOUNCE'] },
      codes: ['remark suppression-list-off'],
    },
  ])('reports $title of the account', ({ account, codes }) => {
    expect(codesOf(findings({}, account))).toEqual(codes);
  });

  it('cares about the sending of the account only where confirmations are sent', () => {
    const sending = { value: { ...healthyMail().sending!.value, isProduction: false } };

    expect(senderFindings(deployment, healthyMail({ sending, senders: [] }))).toEqual([]);
  });
});
