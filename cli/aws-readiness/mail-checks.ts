import type { Deployment } from './deployment.ts';
import type { Facts, Identity, MailFacts } from './facts.ts';
import { type Finding, problem } from './finding.ts';
import { ruleFindings } from './rule-checks.ts';
import { senderFindings } from './sender-checks.ts';

/** Everything between a sender's mail server and the mail bucket. */
export function mailFindings({ deployment, mail }: Facts): Finding[] {
  if (mail === undefined) return [];
  return [
    ...regionFindings(deployment, mail),
    ...(mail.identity === undefined ? [] : identityFindings(deployment, mail.identity.value)),
    ...(mail.mx === undefined ? [] : mxFindings(deployment, mail.mx.value)),
    ...(mail.activeRules === undefined ? [] : ruleFindings(deployment, mail.activeRules.value)),
    ...senderFindings(deployment, mail),
  ];
}

const regionFindings = ({ region }: Deployment, { receives }: MailFacts): Finding[] =>
  receives?.value === false
    ? [
        problem(
          'region-receives-no-mail',
          `SES receives no mail in ${region}`,
          'deploy into a region that does: https://docs.aws.amazon.com/general/latest/gr/ses.html',
        ),
      ]
    : [];

/** @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-verification.html */
function identityFindings({ inboundDomain, region }: Deployment, identity: Identity | undefined): Finding[] {
  if (identity === undefined)
    return [
      problem(
        'identity-missing',
        `SES in ${region} knows no identity for ${inboundDomain}, nor for a domain above it: it refuses the mail`,
        `create it, and make its DKIM records: aws sesv2 create-email-identity --email-identity ${inboundDomain}`,
      ),
    ];
  const { name, isVerified, dkim, dkimRecords } = identity;
  const records = `make these DNS records: ${dkimRecords.join('; ')}`;
  const findings: Finding[] = [];
  if (dkim === 'PENDING')
    findings.push(problem('dkim-pending', `SES has not found the DKIM records of ${name} yet`, records));
  else if (dkim === 'FAILED' || dkim === 'TEMPORARY_FAILURE')
    findings.push(
      problem(
        'dkim-failed',
        `SES does not find the DKIM records of ${name} (${dkim})`,
        `${records}; then ${dkim === 'FAILED' ? 'turn Easy DKIM of the identity off and on' : 'wait for SES to look again'}`,
      ),
    );
  if (!isVerified && findings.length === 0)
    findings.push(problem('identity-unverified', `${name} is not verified at SES: it refuses the mail`, records));
  return findings;
}

const receivingHost = /^inbound-smtp\.([a-z0-9-]+)\.amazonaws\.com$/;

/** @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-mx-record.html */
function mxFindings({ inboundDomain, region }: Deployment, mx: NonNullable<MailFacts['mx']>['value']): Finding[] {
  const wanted = `${inboundDomain} MX 10 inbound-smtp.${region}.amazonaws.com`;
  const hosts = mx.map(({ exchange }) => exchange.toLowerCase().replace(/\.$/, ''));
  const regions = hosts.map((host) => receivingHost.exec(host)?.[1]);
  if (hosts.length === 0)
    return [
      problem(
        'mx-missing',
        `${inboundDomain} has no MX record: no mail gets to SES`,
        `make this DNS record: ${wanted}`,
      ),
    ];
  const others = hosts.filter((_, index) => regions[index] !== region);
  if (regions.includes(region))
    return others.length === 0
      ? []
      : [
          problem(
            'mx-several',
            `${inboundDomain} has further MX records (${others.join(', ')}): mail that goes there does not get here`,
            `keep only this DNS record: ${wanted}`,
          ),
        ];
  const elsewhere = regions.find((found) => found !== undefined);
  return [
    elsewhere === undefined
      ? problem(
          'mx-elsewhere',
          `the mail of ${inboundDomain} goes to ${others.join(', ')}`,
          `make this DNS record: ${wanted}`,
        )
      : problem(
          'mx-other-region',
          `the mail of ${inboundDomain} goes to SES in ${elsewhere}, the deployment is in ${region}`,
          `make this DNS record: ${wanted}`,
        ),
  ];
}
