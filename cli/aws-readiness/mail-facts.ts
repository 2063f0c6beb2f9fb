import { DescribeActiveReceiptRuleSetCommand, type ReceiptRule as SesRule } from '@aws-sdk/client-ses';
import { GetAccountCommand, GetEmailIdentityCommand, type GetEmailIdentityResponse } from '@aws-sdk/client-sesv2';
import { getDomain } from 'tldts';
import type { Integration } from '../../lambdas/domain/configuration/integration.ts';
import { discoverDmarc } from '../../lambdas/operations/own-domains.ts';
import type { Asker } from './ask.ts';
import type { AwsClients } from './aws-clients.ts';
import type { Deployment } from './deployment.ts';
import type { Identity, Known, MailFacts, ReceiptRule, Sender, SendingAccount } from './facts.ts';

/** The kinds of DNS records that are asked for, as Node's resolver has them. */
export interface Dns {
  resolveMx(name: string): Promise<ReadonlyArray<{ readonly exchange: string; readonly priority: number }>>;
  resolveTxt(name: string): Promise<readonly (readonly string[])[]>;
  resolve4(name: string): Promise<readonly string[]>;
}

interface MailQuestions {
  readonly asker: Asker;
  readonly aws: Pick<AwsClients, 'ses' | 'sesv2'>;
  readonly dns: Dns;
  readonly deployment: Deployment;
  readonly integrations: readonly Integration[];
}

/** Asks SES and DNS about the way in, and about what is sent. */
export async function askAboutMail(questions: MailQuestions): Promise<MailFacts> {
  const { asker, aws, dns, deployment, integrations } = questions;
  const { inboundDomain, region } = deployment;
  const host = `inbound-smtp.${region}.amazonaws.com`;
  const senderDomains = new Set(integrations.flatMap(({ consent }) => domainOf(consent?.confirmation?.from)));
  const [addresses, identity, mx, activeRules, sending, senders] = await Promise.all([
    asker.lookUp(host, () => dns.resolve4(host)),
    identityOf(questions, inboundDomain),
    asker.lookUp(`the MX records of ${inboundDomain}`, () => dns.resolveMx(inboundDomain)),
    askForRules(asker, aws),
    askForSending(asker, aws),
    Promise.all([...senderDomains].map((domain) => senderOf(questions, domain))),
  ]);
  return {
    receives: addresses && { value: addresses.value.length > 0 },
    identity,
    mx,
    activeRules,
    sending,
    senders,
  };
}

/** The domain of an address, with or without a name before it. */
const domainOf = (from: string | undefined): string[] => {
  const domain = /@([^@\s>]+)>?\s*$/.exec(from ?? '')?.[1]?.toLowerCase();
  return domain === undefined ? [] : [domain];
};

/** The identity that stands for a domain: its own, else a verified one of a domain above it. */
async function identityOf({ asker, aws }: MailQuestions, domain: string): Promise<Known<Identity | undefined>> {
  const asked = await Promise.all(
    domainsUpTo(domain).map((name) =>
      asker.find('ses:GetEmailIdentity', ['NotFoundException'], async (abortSignal) =>
        readIdentity(name, await aws.sesv2.send(new GetEmailIdentityCommand({ EmailIdentity: name }), { abortSignal })),
      ),
    ),
  );
  const found = asked.flatMap((known) => (known?.value === undefined ? [] : [known.value]));
  // One that is verified by other means than DKIM takes mail, too.
  const usable =
    found.find(({ isVerified, dkim }) => isVerified && dkim === 'SUCCESS') ??
    found.find(({ isVerified }) => isVerified) ??
    found[0];
  if (usable !== undefined) return { value: usable };
  return asked.includes(undefined) ? undefined : { value: undefined };
}

/** A domain and those above it, as far as its organization's. */
function domainsUpTo(domain: string): string[] {
  const organization = getDomain(domain, { allowPrivateDomains: true }) ?? domain;
  const domains: string[] = [];
  for (let name = domain; name.endsWith(organization); name = name.slice(name.indexOf('.') + 1)) {
    domains.push(name);
    if (name === organization) break;
  }
  return domains.length === 0 ? [domain] : domains;
}

function readIdentity(
  name: string,
  { VerifiedForSendingStatus = false, DkimAttributes = {}, MailFromAttributes }: GetEmailIdentityResponse,
): Identity {
  const { Status = 'NOT_STARTED', Tokens = [], SigningHostedZone = 'dkim.amazonses.com' } = DkimAttributes;
  const mailFrom = MailFromAttributes?.MailFromDomain ? MailFromAttributes.MailFromDomainStatus : undefined;
  const identity = {
    name,
    isVerified: VerifiedForSendingStatus,
    dkim: Status,
    dkimRecords: Tokens.map((token) => `${token}._domainkey.${name} CNAME ${token}.${SigningHostedZone}`),
  };
  return mailFrom === undefined ? identity : { ...identity, mailFrom };
}

const askForRules = (asker: Asker, { ses }: Pick<AwsClients, 'ses'>): Promise<MailFacts['activeRules']> =>
  asker.find('ses:DescribeActiveReceiptRuleSet', ['RuleSetDoesNotExistException'], async (abortSignal) => {
    const { Metadata, Rules = [] } = await ses.send(new DescribeActiveReceiptRuleSetCommand(), { abortSignal });
    return Metadata?.Name === undefined ? undefined : { name: Metadata.Name, rules: Rules.map(readRule) };
  });

function readRule({
  Name = '',
  Enabled = false,
  ScanEnabled = false,
  Recipients = [],
  Actions = [],
}: SesRule): ReceiptRule {
  return {
    name: Name,
    isEnabled: Enabled,
    isScanning: ScanEnabled,
    recipients: Recipients,
    stores: Actions.flatMap(({ S3Action }) =>
      S3Action === undefined
        ? []
        : [
            {
              bucket: S3Action.BucketName ?? '',
              prefix: S3Action.ObjectKeyPrefix ?? '',
              isAnnounced: S3Action.TopicArn !== undefined,
            },
          ],
    ),
    ends: Actions.some(({ StopAction, BounceAction }) => StopAction !== undefined || BounceAction !== undefined),
  };
}

const askForSending = (asker: Asker, { sesv2 }: Pick<AwsClients, 'sesv2'>): Promise<Known<SendingAccount>> =>
  asker.ask('ses:GetAccount', async (abortSignal) => {
    const account = await sesv2.send(new GetAccountCommand(), { abortSignal });
    return {
      isProduction: account.ProductionAccessEnabled === true,
      isEnabled: account.SendingEnabled === true,
      enforcement: account.EnforcementStatus ?? 'HEALTHY',
      sentToday: account.SendQuota?.SentLast24Hours ?? 0,
      mostADay: account.SendQuota?.Max24HourSend ?? -1,
      suppressed: account.SuppressionAttributes?.SuppressedReasons ?? [],
    };
  });

async function senderOf(questions: MailQuestions, domain: string): Promise<Sender> {
  const { asker, dns } = questions;
  const [identity, texts, { dmarc }] = await Promise.all([
    identityOf(questions, domain),
    asker.lookUp(`the SPF record of ${domain}`, () => dns.resolveTxt(domain)),
    discoverDmarc(domain, async (name) => {
      const found = await asker.lookUp(`the DMARC record of ${domain}`, () => dns.resolveTxt(name));
      if (found === undefined) throw new Error('DNS did not answer');
      return found.value;
    }),
  ]);
  const spf = texts && {
    value: texts.value.map((pieces) => pieces.join('')).filter((text) => /^v=spf1(?:\s|$)/i.test(text)),
  };
  return { domain, identity, spf, dmarc };
}
