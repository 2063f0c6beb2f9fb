import type { Deployment } from './deployment.ts';
import type { MailFacts, Sender, SendingAccount } from './facts.ts';
import { type Finding, problem, remark } from './finding.ts';

/** A share of the daily quota from which one should ask for more. */
const notedShare = 0.8;

/** Whether confirmations (`consent.confirmation`) can be sent, and what the account hears of its own mail. */
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
  if (account.mostADay > 0 && account.sentToday >= account.mostADay * notedShare)
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

function domainFindings({ region }: Deployment, { domain, identity, spf, dmarc }: Sender): Finding[] {
  const findings: Finding[] = [];
  const found = identity?.value;
  if (identity !== undefined && !(found?.isVerified === true && found.dkim === 'SUCCESS'))
    findings.push(
      problem(
        'sender-unverified',
        `confirmations are sent as ${domain}, which SES in ${region} has not verified with DKIM: it refuses them`,
        found === undefined
          ? `create the identity: aws sesv2 create-email-identity --email-identity ${domain} --region ${region}, and make its DKIM records`
          : `make these DNS records: ${found.dkimRecords.join('; ')}`,
      ),
    );
  if (found?.mailFrom !== undefined && found.mailFrom !== 'SUCCESS')
    findings.push(
      remark(
        'sender-mail-from',
        `the MAIL FROM domain of ${found.name} is not set up (${found.mailFrom}), so that SPF does not align`,
        'make the MX and SPF records that the identity shows in the SES console',
      ),
    );
  const [record, second] = spf?.value ?? [];
  if (second !== undefined || (record !== undefined && !record.includes('include:amazonses.com')))
    findings.push(
      remark(
        'sender-spf',
        second === undefined
          ? `the SPF record of ${domain} does not name SES: receivers that look at it alone doubt confirmations`
          : `${domain} has several SPF records, so that receivers ignore all of them`,
        second === undefined ? `add include:amazonses.com to the TXT record of ${domain}` : 'merge them into one',
      ),
    );
  if (dmarc === 'missing' || dmarc === 'several')
    findings.push(
      remark(
        'sender-dmarc',
        `${domain} has ${dmarc === 'missing' ? 'no DMARC record' : 'several DMARC records'}: large mailbox providers refuse or doubt its mail`,
        `publish one: _dmarc.${domain} TXT "v=DMARC1; p=none; rua=mailto:…"`,
      ),
    );
  return findings;
}
