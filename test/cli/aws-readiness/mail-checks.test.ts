import type { Identity, MailFacts } from '../../../cli/aws-readiness/facts.ts';
import { mailFindings } from '../../../cli/aws-readiness/mail-checks.ts';
import { codesOf, healthyFacts, healthyMail } from './healthy-facts.ts';

const identity = (changes: Partial<Identity>): MailFacts['identity'] => ({
  value: { name: 'inbound.acme.com', isVerified: true, dkim: 'SUCCESS', dkimRecords: ['a CNAME b'], ...changes },
});
const mx = (...exchanges: string[]): MailFacts['mx'] => ({
  value: exchanges.map((exchange) => ({ exchange, priority: 10 })),
});
const findings = (changes: Partial<MailFacts>) => mailFindings(healthyFacts({ mail: healthyMail(changes) }));

describe('mailFindings', () => {
  it.each<{ title: string; changes: Partial<MailFacts>; codes: string[] }>([
    { title: 'finds nothing wrong with a healthy way in', changes: {}, codes: [] },
    {
      title: 'reports a region that receives no mail',
      changes: { receives: { value: false } },
      codes: ['problem region-receives-no-mail'],
    },
    { title: 'reports no identity', changes: { identity: { value: undefined } }, codes: ['problem identity-missing'] },
    {
      title: 'reports DKIM records that SES still looks for',
      changes: { identity: identity({ dkim: 'PENDING', isVerified: false }) },
      codes: ['problem dkim-pending'],
    },
    {
      title: 'reports DKIM records that SES does not find',
      changes: { identity: identity({ dkim: 'TEMPORARY_FAILURE' }) },
      codes: ['problem dkim-failed'],
    },
    {
      title: 'reports an identity that is not verified',
      changes: { identity: identity({ isVerified: false }) },
      codes: ['problem identity-unverified'],
    },
    { title: 'reports no MX record', changes: { mx: mx() }, codes: ['problem mx-missing'] },
    {
      title: 'reports mail that goes elsewhere',
      changes: { mx: mx('mx.other.example') },
      codes: ['problem mx-elsewhere'],
    },
    {
      title: 'reports mail that goes to another region',
      changes: { mx: mx('inbound-smtp.us-east-1.amazonaws.com') },
      codes: ['problem mx-other-region'],
    },
    {
      title: 'reports further MX records',
      changes: { mx: mx('inbound-smtp.eu-west-1.amazonaws.com.', 'mx.other.example') },
      codes: ['problem mx-several'],
    },
    {
      title: 'reports no active rule set',
      changes: { activeRules: { value: undefined } },
      codes: ['problem rule-set-inactive'],
    },
    {
      title: 'concludes nothing from questions without an answer',
      changes: { receives: undefined, identity: undefined, mx: undefined, activeRules: undefined, sending: undefined },
      codes: [],
    },
  ])('$title', ({ changes, codes }) => {
    expect(codesOf(findings(changes))).toEqual(codes);
  });

  it('reads the name of an MX host without regard to case and the final dot', () => {
    expect(findings({ mx: mx('Inbound-SMTP.EU-West-1.amazonaws.com.') })).toEqual([]);
  });
});
