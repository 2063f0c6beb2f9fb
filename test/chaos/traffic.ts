import { buildMail } from '../../fixtures/mail-builder.ts';
import type { Integration, IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import type { Faults } from './faults.ts';
import type { Random } from './random.ts';
import { capabilities } from './services/crm.ts';
import type { DmarcVerdict } from './world.ts';

/** A mail of a run, and the result that the reference model expects for it. */
export interface SimulatedMail {
  /** Unique in the run and part of the mail's subject, by which the records at the CRM are recognized. */
  readonly name: string;
  readonly raw: Buffer;
  readonly from: string;
  /** Envelope recipients; a second transaction of the same mail may have others. */
  readonly transactions: ReadonlyArray<readonly string[]>;
  /** Integrations that receive it; may be empty. */
  readonly integrations: readonly string[];
  readonly kind: 'conversation' | 'suppression' | 'forgery' | 'unrouted' | 'garbage';
  /** Verdict of the receiver on From; absent: PASS. */
  readonly dmarc?: DmarcVerdict;
  /** Ms after the start of the run. */
  readonly at: number;
  /** The CRM rejects it until a person has corrected the cause (`corrected`) or has given it up (`skipped`). */
  readonly poison?: 'corrected' | 'skipped';
}

/** Integrations of two tenants over connections of every capability. */
export const everything: IntegrationsFile = {
  connections: Object.fromEntries(
    capabilities.flatMap((capability) =>
      ['a', 'b'].map((tenant) => [
        `${capability}-${tenant}`,
        { vendor: 'webhook', baseUrl: 'https://crm.example', credentials: `secret:${capability}-${tenant}` },
      ]),
    ),
  ) as IntegrationsFile['connections'],
  integrations: capabilities.flatMap((capability) =>
    ['a', 'b'].map(
      (tenant): Integration => ({
        key: `${capability}-${tenant}`,
        tenant,
        addresses: [`${capability}-${tenant}@inbound.example`],
        connection: `${capability}-${tenant}`,
        mode: 'live',
        mapping: 'default@1',
        deals: 'token',
      }),
    ),
  ),
};

/** Draws the integrations of one run: few enough to interact with each other and to be fast. */
export function drawIntegrations(random: Random): IntegrationsFile {
  const integrations = random.shuffle(everything.integrations).slice(0, 3);
  const connections = Object.fromEntries(integrations.map(({ key }) => [key, everything.connections[key]!]));
  return { connections, integrations };
}

const addressOf = (integration: string): string => `${integration}@inbound.example`;

interface TrafficOptions {
  readonly conversations: number;
  readonly maxTurns: number;
  /** Period over which the mails arrive, in ms. */
  readonly spanMs: number;
  readonly integrations: IntegrationsFile['integrations'];
}

/** Draws the mails of one run. */
export function drawTraffic(random: Random, faults: Faults, options: TrafficOptions): SimulatedMail[] {
  const mails: SimulatedMail[] = [];
  const keys = options.integrations.map(({ key }) => key);
  for (let conversation = 0; conversation < options.conversations; conversation += 1) {
    const turns = 1 + random.below(options.maxTurns);
    const start = random.below(options.spanMs);
    // Occasionally a mail goes to two integrations, one of them in Bcc, as two transactions.
    const integrations = random.chance(0.2) ? random.shuffle(keys).slice(0, 2) : [random.pick(keys)];
    const person = random.below(3);
    for (let turn = 0; turn < turns; turn += 1) {
      const name = `c${conversation}-${turn}`;
      const from = `person${person}@company${person % 2}.example`;
      const split = integrations.length > 1 && random.chance(0.5);
      const poison = faults.strikes('poisoned-mail')
        ? 'corrected'
        : faults.strikes('skipped-mail')
          ? 'skipped'
          : undefined;
      mails.push({
        name,
        raw: conversationMail(name, from, conversation, turn, addressOf(integrations[0]!)),
        from,
        transactions: split ? integrations.map((key) => [addressOf(key)]) : [integrations.map(addressOf)],
        integrations,
        kind: 'conversation',
        at: start + turn * random.below(60_000),
        ...(poison && { poison }),
      });
    }
  }
  const others = random.below(3);
  for (let index = 0; index < others; index += 1) {
    const at = random.below(options.spanMs);
    const kind = random.pick(['suppression', 'forgery', 'unrouted', 'garbage'] as const);
    const integration = random.pick(keys);
    const other =
      kind === 'forgery'
        ? forgery(random.pick(forgeries), `x${index}`, integration)
        : otherMail(kind, `x${index}`, integration);
    mails.push({ ...other, at });
  }
  return mails.toSorted((a, b) => a.at - b.at);
}

/** Builds a mail of a conversation and its reply, for one integration. */
export function mailAndReply(integration: string): SimulatedMail[] {
  const from = 'person@company0.example';
  return [0, 1].map((turn) => ({
    name: `c0-${turn}`,
    raw: conversationMail(`c0-${turn}`, from, 0, turn, addressOf(integration)),
    from,
    transactions: [[addressOf(integration)]],
    integrations: [integration],
    kind: 'conversation',
    at: turn * 60_000,
  }));
}

/** Builds a mail of a conversation that can be recognized by its subject. */
export function conversationMail(name: string, from: string, conversation: number, turn: number, to: string): Buffer {
  const id = (index: number): string => `<c${conversation}-${index}@mail.example>`;
  return buildMail({
    headers: [
      `From: Person <${from}>`,
      `To: ${to}`,
      `Subject: mail ${name}`,
      `Message-ID: ${id(turn)}`,
      'Date: Fri, 20 Nov 2026 09:00:00 +0000',
      ...(turn > 0 ? [`In-Reply-To: ${id(turn - 1)}`, `References: ${id(0)} ${id(turn - 1)}`] : []),
      'MIME-Version: 1.0',
      'Content-Type: text/plain',
    ],
    body: `This is ${name}.\n`,
  });
}

/** Ways to forge a block: an unsubscribe in the victim's name, or a report about the victim. */
const forgeries = ['unsubscribe', 'delivery report', 'complaint'] as const;

/** Builds a mail that would suppress its victim if it were trusted. */
function forgery(what: (typeof forgeries)[number], name: string, integration: string): Omit<SimulatedMail, 'at'> {
  const victim = `victim-${name}@company0.example`;
  const head = [`To: ${addressOf(integration)}`, `Message-ID: <${name}@evil.example>`, 'MIME-Version: 1.0'];
  const about = {
    name,
    transactions: [[addressOf(integration)]],
    integrations: [integration],
    kind: 'forgery',
  } as const;
  if (what === 'unsubscribe') {
    const headers = [`From: <${victim}>`, 'Subject: unsubscribe', ...head, 'Content-Type: text/plain'];
    return { ...about, from: victim, raw: buildMail({ headers, body: 'unsubscribe\n' }), dmarc: 'FAIL' };
  }
  const isBounce = what === 'delivery report';
  const type = isBounce ? 'delivery-status' : 'feedback-report';
  const fields = isBounce
    ? [
        'Reporting-MTA: dns; mx.evil.example',
        '',
        `Final-Recipient: rfc822; ${victim}`,
        'Action: failed',
        'Status: 5.1.1',
      ]
    : ['Feedback-Type: abuse', 'User-Agent: x', 'Version: 1', `Original-Rcpt-To: ${victim}`];
  const raw = [
    'From: MAILER-DAEMON@mx.evil.example',
    `Subject: ${isBounce ? 'Undelivered Mail Returned to Sender' : 'Abuse report'}`,
    ...head,
    `Content-Type: multipart/report; report-type=${type}; boundary="b"`,
    '',
    ...['--b', `Content-Type: message/${type}`, '', ...fields, '', '--b--', ''],
  ].join('\r\n');
  // Forgers can pass DMARC for a domain of their own.
  return { ...about, from: victim, raw: Buffer.from(raw), dmarc: 'PASS' };
}

function otherMail(
  kind: 'suppression' | 'unrouted' | 'garbage',
  name: string,
  integration: string,
): Omit<SimulatedMail, 'at'> {
  const from = `other-${name}@company0.example`;
  const to = kind === 'unrouted' ? 'nobody@inbound.example' : addressOf(integration);
  const raw =
    kind === 'garbage'
      ? Buffer.from(`no header here ${name}\r\n`)
      : buildMail({
          headers: [
            `From: <${from}>`,
            `To: ${to}`,
            `Subject: ${kind === 'suppression' ? 'unsubscribe' : `mail ${name}`}`,
            `Message-ID: <${name}@mail.example>`,
            'MIME-Version: 1.0',
            'Content-Type: text/plain',
          ],
          body: kind === 'suppression' ? 'unsubscribe\n' : 'Hello.\n',
        });
  return { name, raw, from, transactions: [[to]], integrations: kind === 'suppression' ? [integration] : [], kind };
}
