import type { Deployment } from './deployment.ts';
import type { MailFacts, Sender, SendingAccount } from './facts.ts';
import { type Finding, problem, remark } from './finding.ts';

/** Share of the daily quota above which the report recommends a higher quota. */
const quotaWarningShare = 0.8;

/** Whether confirmations (`consent.confirmation`) can be sent, and whether the account suppresses bounces and complaints. */
export function senderFindings(deployment: Deployment, { sending, senders }: MailFacts): Finding[] {
  return [
    ...(sending === undefined ? [] : suppressionFindings(deployment, sending.value)),
    ...(sending === undefined || senders.length === 0 ? [] : sendingFindings(deployment, sending.value)),
    ...senders.flatMap((sender) => domainFindings(deployment, sender)),
  ];
}

/** @see https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html */
function sendingFindings({ region }: Deployment, account: SendingAccount): Finding[] {
  const findings: Finding[] = [];
  if (!account.isProduction)
    findings.push(
      problem(
        'sandbox',
        `SES in ${region} is in the sandbox: confirmations (consent.confirmation) reach verified addresses only`,
        'ask for production access: SES console, Account dashboard, Request production access',
      ),
    );
  if (!account.isEnabled)
    findings.push(
      problem(
        'sending-paused',
        `SES sends no mail of this account in ${region}: confirmations do not go out`,
        `turn it on: aws sesv2 put-account-sending-attributes --sending-enabled --region ${region}`,
      ),
    );
  if (account.enforcement !== 'HEALTHY')
    findings.push(
      problem(
        'sending-review',
        `SES has put the account's sending under review (${account.enforcement})`,
        'answer the case in the AWS Support Center; docs/runbook.md#complaint-rate',
      ),
    );
  if (account.mostADay > 0 && account.sentToday >= account.mostADay * quotaWarningShare)
    findings.push(
      remark(
        'sending-quota',
        `${account.sentToday} of the ${account.mostADay} mails that SES sends in 24 hours are sent`,
        'ask for more: Service Quotas, Amazon SES, Sending quota',
      ),
    );
  return findings;
}

/** @see https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html */
function suppressionFindings({ region }: Deployment, { suppressed }: SendingAccount): Finding[] {
  const missing = ['BOUNCE', 'COMPLAINT'].filter((reason) => !suppressed.includes(reason));
  if (missing.length === 0) return [];
  return [
    remark(
      'suppression-list-off',
      `the account-level suppression list of SES in ${region} is not filled on ${missing.join(' and ')}`,
      `aws sesv2 put-account-suppression-attributes --suppressed-reasons BOUNCE COMPLAINT --region ${region}`,
    ),
  ];
}

const domainFindings = (deployment: Deployment, sender: Sender): Finding[] => [
  ...identityFindings(deployment, sender),
  ...mailFromFindings(sender),
  ...spfFindings(sender),
  ...dmarcFindings(sender),
];

function identityFindings({ region }: Deployment, { domain, identity }: Sender): Finding[] {
  if (identity === undefined) return [];
  const { value } = identity;
  if (value?.isVerified === true && value.dkim === 'SUCCESS') return [];
  return [
    problem(
      'sender-unverified',
      `confirmations are sent as ${domain}, which SES in ${region} has not verified with DKIM: it refuses them`,
      value === undefined
        ? `create the identity: aws sesv2 create-email-identity --email-identity ${domain} --region ${region}, and make its DKIM records`
        : `make these DNS records: ${value.dkimRecords.join('; ')}`,
    ),
  ];
}

function mailFromFindings({ identity }: Sender): Finding[] {
  const { name, mailFrom } = identity?.value ?? {};
  if (mailFrom === undefined || mailFrom === 'SUCCESS') return [];
  return [
    remark(
      'sender-mail-from',
      `the MAIL FROM domain of ${name} is not set up (${mailFrom}), so that SPF does not align`,
      'make the MX and SPF records that the identity shows in the SES console',
    ),
  ];
}

/** A domain without any SPF record is fine: DKIM alone satisfies DMARC. */
function spfFindings({ domain, spf }: Sender): Finding[] {
  const [record, second] = spf?.value ?? [];
  if (second !== undefined)
    return [
      remark(
        'sender-spf',
        `${domain} has several SPF records, so that receivers ignore all of them`,
        'merge them into one',
      ),
    ];
  if (record === undefined || record.includes('include:amazonses.com')) return [];
  return [
    remark(
      'sender-spf',
      `the SPF record of ${domain} does not name SES: receivers that look at it alone doubt confirmations`,
      `add include:amazonses.com to the TXT record of ${domain}`,
    ),
  ];
}

function dmarcFindings({ domain, dmarc }: Sender): Finding[] {
  if (dmarc !== 'missing' && dmarc !== 'several') return [];
  return [
    remark(
      'sender-dmarc',
      `${domain} has ${dmarc === 'missing' ? 'no DMARC record' : 'several DMARC records'}: large mailbox providers refuse or doubt its mail`,
      `publish one: _dmarc.${domain} TXT "v=DMARC1; p=none; rua=mailto:…"`,
    ),
  ];
}
