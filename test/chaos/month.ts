import { createHmac } from 'node:crypto';
import type { ConsentItem } from '../../lambdas/aws/consent-rows.ts';
import { messageRow } from '../../lambdas/aws/thread-rows.ts';
import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import { mintToken } from '../../lambdas/domain/consent/token.ts';
import { readTokenKeys } from '../../lambdas/domain/mail/signed-text.ts';
import { subjectOf } from '../../lambdas/domain/mail/subject-hash.ts';
import { env } from '../../lambdas/env.ts';
import { drawPlan, type FaultCounts } from './faults.ts';
import { createRandom, type Random } from './random.ts';
import { addressKey, apiKey, hookSecret, tokenKeys, World } from './world.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** A change has to be in effect this long after it was accepted, whatever went wrong in between. */
const settledAfterMs = 12 * hourMs;

const tenant = 'a';
const integrations: IntegrationsFile = {
  connections: Object.fromEntries(
    ['crm', 'cdp'].map((name) => [
      name,
      { vendor: 'webhook', baseUrl: 'https://crm.example', credentials: `secret:${name}` } as const,
    ]),
  ),
  integrations: [
    {
      key: 'sales',
      tenant,
      addresses: ['sales@inbound.example'],
      connection: 'crm',
      mode: 'live',
      mapping: 'default@1',
      deals: 'token',
      consent: {
        negative: 'stop',
        optOut: 'unsubscribe',
        requireOptIn: [],
        softBounces: { count: 50, days: 50, withinDays: 1 },
        targets: ['cdp'],
      },
    },
  ],
  intake: {
    hooks: { tenant, format: 'standard', credentials: 'env:POSTERN_HOOK_SECRET', purposes: ['marketing', 'sales'] },
  },
};

/** A consent change that a person or a mail server reported; only the model of this file uses it. */
interface News {
  readonly address: string;
  readonly kind: 'out' | 'in' | 'bounce' | 'complaint';
  /** Epoch ms: time of the change. */
  readonly at: number;
  /** Epoch ms: time at which one of our servers accepted the change. */
  readonly acceptedAt: number;
}

interface MonthReport {
  readonly news: number;
  readonly bySource: Readonly<Record<string, number>>;
  readonly probes: number;
  readonly faults: FaultCounts;
  /** Addresses that were reported as eligible although they had opted out, with the time. */
  readonly leaks: readonly string[];
  /** Addresses for which the ledger or a target differs from the model at the end. */
  readonly differences: readonly string[];
  readonly waiting: number;
}

/** Simulates a month of random consent changes from every source under faults, and compares it with the model. */
export async function runMonth(seed: number, { people = 30, news: count = 400, days = 30 } = {}): Promise<MonthReport> {
  const draw = createRandom(seed);
  // These faults make SES lose a mail for good; nobody could then know about an opt-out in it.
  const { 'lost-notification': _lost, 'retention-passed': _passed, ...plan } = drawPlan(draw);
  const world = new World({ seed, plan, integrations, scheduleMinutes: 240 });
  await world.configure();
  const accepted: News[] = [];
  const bySource: Record<string, number> = {};
  const leaks: string[] = [];
  let probes = 0;

  const addresses = Array.from({ length: people }, (_, index) => `p${index}@people.example`);
  const ask = async (address: string): Promise<boolean | undefined> => {
    const answer = await callApi(world, 'GET /v1/eligibility', { query: { address, purpose: 'marketing' } });
    return answer?.statusCode === 200 ? (JSON.parse(answer.body) as { answer: boolean }).answer : undefined;
  };
  const probe = async (address: string, settledBefore: number): Promise<void> => {
    // Only settled changes count, and only if no newer change could have replaced them.
    const known = accepted.filter((entry) => entry.address === address && entry.acceptedAt <= settledBefore);
    const isOut = !isEligibleByModel(known);
    const hasComeBack = accepted.some(
      (entry) => entry.address === address && entry.kind === 'in' && !known.includes(entry),
    );
    if (!isOut || hasComeBack) return;
    const answer = await ask(address);
    // A failed query did not report the address as eligible.
    if (answer === undefined) return;
    probes += 1;
    if (answer) leaks.push(`${address} at ${new Date(world.scheduler.now).toISOString()}`);
  };

  const span = days * dayMs;
  const end = world.scheduler.now + span;
  for (let index = 0; world.scheduler.now < end; index += 1) {
    await world.run(() => false, Math.floor((span / count) * 2 * draw()));
    const address = draw.pick(addresses);
    const source = draw.pick(Object.keys(sources));
    const reported = await sources[source]!(world, address, draw, index);
    bySource[source] = (bySource[source] ?? 0) + 1;
    accepted.push(...reported);
    // A change that was confirmed over HTTP is in effect from that moment on.
    if (source === 'one-click' && reported.length > 0) await probe(address, world.scheduler.now);
    await probe(draw.pick(addresses), world.scheduler.now - settledAfterMs);
  }
  world.faults.isOver = true;
  await world.run(() => false, 2 * dayMs);

  const differences: string[] = [];
  for (const address of [...addresses, ...victims]) {
    const shouldBeEligible = isEligibleByModel(accepted.filter((entry) => entry.address === address));
    const isEligible = await ask(address);
    if (isEligible !== shouldBeEligible) differences.push(`${address} is ${isEligible ? '' : 'not '}eligible`);
    for (const target of ['crm', 'cdp']) {
      const suppression = world.crm.suppressions.get(`${target} ${address}`);
      const isSuppressed = suppression?.suppressed.includes('marketing') ?? false;
      if (isSuppressed === shouldBeEligible)
        differences.push(`${target} has ${address} ${isSuppressed ? '' : 'not '}suppressed`);
    }
  }
  const rows = world.dynamo.items(world.names[env.consentTable]!);
  for (const address of new Set(accepted.filter(({ kind }) => kind === 'bounce').map((entry) => entry.address))) {
    const row = rows.find((item) => item.sk === 'CONSENT' && item.address === address) as ConsentItem | undefined;
    if (row?.registers['hard-bounce']?.state !== 'set')
      differences.push(`${address} has bounced, and the ledger has only a hint`);
  }
  const waiting = rows.filter(({ pendingShard }) => pendingShard !== undefined).length;
  return { news: accepted.length, bySource, probes, faults: world.faults.counts, leaks, differences, waiting };
}

/** The model: the latest change of the purpose counts, an opt-out wins a tie, and a block never ends by itself. */
function isEligibleByModel(news: readonly News[]): boolean {
  if (news.some(({ kind }) => kind === 'bounce' || kind === 'complaint')) return false;
  const latest = (kind: News['kind']): number =>
    Math.max(0, ...news.filter((entry) => entry.kind === kind).map(({ at }) => at));
  const left = latest('out');
  return left === 0 || latest('in') > left;
}

type Source = (world: World, address: string, draw: Random, index: number) => Promise<News[]>;

const mailFrom =
  (subject: string, text: string): Source =>
  async (world, address, _draw, index) => {
    const head = [
      `From: <${address}>`,
      'To: sales@inbound.example',
      `Subject: ${subject}`,
      `Message-ID: <m${index}@people.example>`,
    ];
    world.receive(Buffer.from([...head, '', text, ''].join('\r\n')), address, ['sales@inbound.example']);
    const at = world.scheduler.now;
    return [{ address, kind: 'out', at, acceptedAt: at }];
  };

/** People who never changed anything: every report about them is forged. */
const victims = Array.from({ length: 20 }, (_, index) => `victim${index}@people.example`);

/** Sends mail that is forged or unproven; it must not change anybody's consent. */
const forgers: Source = async (world, _address, draw, index) => {
  const victim = draw.pick(victims);
  const isOwnName = draw.chance(0.5);
  const raw = isOwnName
    ? [`From: <${victim}>`, 'Subject: unsubscribe', `Message-ID: <f${index}@evil.example>`, '', 'unsubscribe', '']
    : deliveryReport(victim, `f${index}@evil.example`, `unknown${index}@people.example`);
  const [from, dmarc] = isOwnName ? [victim, 'FAIL' as const] : ['', draw.pick(['PASS', 'GRAY', 'FAIL'] as const)];
  world.receive(Buffer.from(raw.join('\r\n')), from, ['sales@inbound.example'], dmarc);
  return [];
};

/** Returns a time in the last two days, for reports that arrive late. */
const recentTime = ({ scheduler }: World, draw: Random): number => scheduler.now - draw.below(2 * dayMs);

const sources: Readonly<Record<string, Source>> = {
  'unsubscribe mail': mailFrom('unsubscribe', 'unsubscribe'),
  'opt-out answer': mailFrom('Re: our offer', 'Please remove me from your list and do not email me again.'),
  'delivery report': async (world, address, draw, index) => {
    // Bounces are rare, because a dead address cannot report anything afterwards.
    if (!draw.chance(0.08)) return [];
    const sentAs = `sent${index}@people.example`;
    const mail = {
      timestamp: new Date(world.scheduler.now).toISOString(),
      messageId: `s${index}`,
      destination: [address],
      commonHeaders: { messageId: `<${sentAs}>` },
    };
    publishFeedback(world, { eventType: 'Send', mail });
    // A delivery report is only a hint until our own index knows the mail that it names.
    const isKnown = (): boolean =>
      world.dynamo.items(world.names[env.threadsTable]!).some(({ pk }) => pk === messageRow(tenant, sentAs));
    await world.run(isKnown, dayMs);
    const report = deliveryReport(address, `r${index}@mx.example`, sentAs);
    world.receive(Buffer.from(report.join('\r\n')), '', ['sales@inbound.example'], 'GRAY');
    const at = world.scheduler.now;
    return [{ address, kind: 'bounce', at, acceptedAt: at }];
  },
  'SES complaint': async (world, address, draw, index) => {
    if (!draw.chance(0.08)) return [];
    const at = recentTime(world, draw);
    const timestamp = new Date(at).toISOString();
    const mail = { timestamp, messageId: `s${index}`, destination: [address] };
    const complaint = { complainedRecipients: [{ emailAddress: address }], timestamp, feedbackId: `f${index}` };
    publishFeedback(world, { eventType: 'Complaint', mail, complaint });
    return [{ address, kind: 'complaint', at, acceptedAt: world.scheduler.now }];
  },
  'SES subscription': async (world, address, draw, index) => {
    const at = recentTime(world, draw);
    const mail = { timestamp: new Date(at).toISOString(), messageId: `s${index}`, destination: [address] };
    const subscription = { timestamp: mail.timestamp, newTopicPreferences: { unsubscribeAll: true } };
    publishFeedback(world, { eventType: 'Subscription', mail, subscription });
    return [{ address, kind: 'out', at, acceptedAt: world.scheduler.now }];
  },
  'one-click': async (world, address) => {
    const subject = subjectOf(addressKey, tenant, address);
    const token = mintToken(
      { kind: 'unsubscribe', tenant, subject, purposes: ['marketing', 'sales'] },
      readTokenKeys(tokenKeys),
    );
    const answer = await callUntilAnswered(
      world,
      'POST /u/{token}',
      { path: { token }, body: 'List-Unsubscribe=One-Click' },
      200,
    );
    // The change took effect between the click and its answer; an earlier opt-out stays in effect.
    return answer === undefined
      ? []
      : [{ address, kind: 'out', at: world.scheduler.now - 1, acceptedAt: world.scheduler.now }];
  },
  'box at the CRM': async ({ crm, scheduler }, address) => {
    const at = scheduler.now;
    crm.boxes.push({ connection: 'crm', address, at });
    // The poll time is not reported; under faults no poll takes longer than a day and a half.
    return [{ address, kind: 'out', at, acceptedAt: at + 36 * hourMs }];
  },
  'forged mail': forgers,
  'webhook: left': (world, address, draw, index) => hook(world, address, 'unsubscribe', recentTime(world, draw), index),
  'webhook: came back': (world, address, draw, index) => hook(world, address, 'opt-in', recentTime(world, draw), index),
};

async function hook(
  world: World,
  address: string,
  type: 'unsubscribe' | 'opt-in',
  at: number,
  index: number,
): Promise<News[]> {
  const body = JSON.stringify({ type, address, at: new Date(at).toISOString(), id: String(index) });
  const answer = await callUntilAnswered(
    world,
    'POST /v1/intake/{source}',
    { path: { source: 'hooks' }, body, isSigned: true },
    202,
  );
  return answer === undefined
    ? []
    : [{ address, kind: type === 'opt-in' ? 'in' : 'out', at, acceptedAt: world.scheduler.now }];
}

/** Delivery status notification (RFC 3464), with the header of the mail that it returns. */
const deliveryReport = (address: string, id: string, about: string): string[] => [
  'From: MAILER-DAEMON@mx.example',
  'To: sales@inbound.example',
  'Subject: Undelivered Mail Returned to Sender',
  `Message-ID: <${id}>`,
  'MIME-Version: 1.0',
  'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'It could not be delivered.',
  '--b',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mx.example',
  '',
  `Final-Recipient: rfc822; ${address}`,
  'Action: failed',
  'Status: 5.1.1',
  '',
  '--b',
  'Content-Type: text/rfc822-headers',
  '',
  `Message-ID: <${about}>`,
  `To: ${address}`,
  '',
  '--b--',
  '',
];

/** Queues an SES event in the form in which the SNS topic delivers it. */
const publishFeedback = (world: World, event: object): void =>
  void world.inputOf('feedback').execute('SendMessageCommand', { MessageBody: JSON.stringify(event) });

interface Call {
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: string;
  readonly isSigned?: boolean;
}
interface Answer {
  readonly statusCode: number;
  readonly body: string;
}

/** Repeats a call until it returns the wanted status, as a mailbox provider or a sender does. */
async function callUntilAnswered(world: World, route: string, call: Call, wanted: number): Promise<Answer | undefined> {
  for (let tries = 0; tries < 50; tries += 1) {
    const answer = await callApi(world, route, call);
    if (answer?.statusCode === wanted) return answer;
    await world.run(() => false, minuteMs);
  }
  return undefined;
}

async function callApi(
  world: World,
  route: string,
  { path = {}, query = {}, body, isSigned }: Call,
): Promise<Answer | undefined> {
  const seconds = String(Math.floor(world.scheduler.now / 1000));
  const signature = createHmac('sha256', Buffer.from(hookSecret.slice('whsec_'.length), 'base64'))
    .update(`msg_1.${seconds}.${body}`)
    .digest('base64');
  const headers = {
    authorization: `Bearer ${apiKey}`,
    ...(isSigned && { 'webhook-id': 'msg_1', 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` }),
  };
  const event = {
    routeKey: route,
    pathParameters: path,
    queryStringParameters: query,
    headers,
    body,
    isBase64Encoded: false,
  };
  return (await world.call('api', event)) as Answer | undefined;
}
