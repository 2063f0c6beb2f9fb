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
/** News that was taken so long ago has taken effect, whatever went wrong meanwhile. */
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

/** What somebody, or their mail server, let us know, and when it was taken; the model of this file and nothing else. */
interface News {
  readonly address: string;
  readonly kind: 'out' | 'in' | 'bounce' | 'complaint';
  /** Epoch ms: when it happened. */
  readonly at: number;
  /** Epoch ms: when a server of ours said that it has it. */
  readonly takenAt: number;
}

export interface MonthReport {
  readonly news: number;
  readonly bySource: Readonly<Record<string, number>>;
  readonly probes: number;
  readonly faults: FaultCounts;
  /** Addresses that were eligible though they had left, with what they had said. */
  readonly leaks: readonly string[];
  /** Addresses of which the ledger, or a target, knows something else than the model at the end. */
  readonly differences: readonly string[];
  readonly waiting: number;
}

/** A month of news from every source at random, under faults, and what the ledger and the targets make of it. */
export async function runMonth(seed: number, { people = 30, news: count = 400, days = 30 } = {}): Promise<MonthReport> {
  const draw = createRandom(seed);
  // SES may forget a mail in the simulation, of which nobody could know that it was a wish.
  const { 'lost-notification': _lost, 'retention-passed': _passed, ...plan } = drawPlan(draw);
  const world = new World({ seed, plan, integrations, scheduleMinutes: 240 });
  await world.configure();
  const taken: News[] = [];
  const bySource: Record<string, number> = {};
  const leaks: string[] = [];
  let probes = 0;

  const addresses = Array.from({ length: people }, (_, nth) => `p${nth}@people.example`);
  const ask = async (address: string): Promise<boolean | undefined> => {
    const answer = await callApi(world, 'GET /v1/eligibility', { query: { address, purpose: 'marketing' } });
    return answer?.statusCode === 200 ? (JSON.parse(answer.body) as { answer: boolean }).answer : undefined;
  };
  const probe = async (address: string, settledBefore: number): Promise<void> => {
    // Only what has settled counts, and only if nothing newer could have changed it.
    const known = taken.filter((entry) => entry.address === address && entry.takenAt <= settledBefore);
    const isOut = !mayWrite(known);
    const hasComeBack = taken.some(
      (entry) => entry.address === address && entry.kind === 'in' && !known.includes(entry),
    );
    if (!isOut || hasComeBack) return;
    const answer = await ask(address);
    // A question that failed told nobody that they may write.
    if (answer === undefined) return;
    probes += 1;
    if (answer) leaks.push(`${address} at ${new Date(world.scheduler.now).toISOString()}`);
  };

  const span = days * dayMs;
  const end = world.scheduler.now + span;
  for (let nth = 0; world.scheduler.now < end; nth += 1) {
    await world.run(() => false, Math.floor((span / count) * 2 * draw()));
    const address = draw.pick(addresses);
    const source = draw.pick(Object.keys(sources));
    const said = await sources[source]!(world, address, draw, nth);
    bySource[source] = (bySource[source] ?? 0) + 1;
    taken.push(...said);
    // What was answered over HTTP holds from that moment on.
    if (source === 'one-click' && said.length > 0) await probe(address, world.scheduler.now);
    await probe(draw.pick(addresses), world.scheduler.now - settledAfterMs);
  }
  world.faults.isOver = true;
  await world.run(() => false, 2 * dayMs);

  const differences: string[] = [];
  for (const address of [...addresses, ...victims]) {
    const wanted = mayWrite(taken.filter((entry) => entry.address === address));
    const found = await ask(address);
    if (found !== wanted) differences.push(`${address} is ${found ? '' : 'not '}eligible`);
    for (const target of ['crm', 'cdp']) {
      const told = world.crm.suppressions.get(`${target} ${address}`);
      const isSuppressed = told?.suppressed.includes('marketing') ?? false;
      if (isSuppressed === wanted) differences.push(`${target} has ${address} ${isSuppressed ? '' : 'not '}suppressed`);
    }
  }
  const rows = world.dynamo.items(world.names[env.consentTable]!);
  for (const address of new Set(taken.filter(({ kind }) => kind === 'bounce').map((entry) => entry.address))) {
    const row = rows.find((item) => item.sk === 'CONSENT' && item.address === address) as ConsentItem | undefined;
    if (row?.registers['hard-bounce']?.state !== 'set')
      differences.push(`${address} has bounced, and the ledger has only a hint`);
  }
  const waiting = rows.filter(({ pendingShard }) => pendingShard !== undefined).length;
  return { news: taken.length, bySource, probes, faults: world.faults.counts, leaks, differences, waiting };
}

/** The model: the last word on the purpose counts, an opt-out at the same time wins, and a block never ends by itself. */
function mayWrite(news: readonly News[]): boolean {
  if (news.some(({ kind }) => kind === 'bounce' || kind === 'complaint')) return false;
  const latest = (kind: News['kind']): number =>
    Math.max(0, ...news.filter((entry) => entry.kind === kind).map(({ at }) => at));
  const left = latest('out');
  return left === 0 || latest('in') > left;
}

type Source = (world: World, address: string, draw: Random, nth: number) => Promise<News[]>;

const mailFrom =
  (subject: string, text: string): Source =>
  async (world, address, _draw, nth) => {
    const head = [
      `From: <${address}>`,
      'To: sales@inbound.example',
      `Subject: ${subject}`,
      `Message-ID: <m${nth}@people.example>`,
    ];
    world.receive(Buffer.from([...head, '', text, ''].join('\r\n')), address, ['sales@inbound.example']);
    const at = world.scheduler.now;
    return [{ address, kind: 'out', at, takenAt: at }];
  };

/** Nobody who has said anything: what is said of them is forged. */
const victims = Array.from({ length: 20 }, (_, nth) => `victim${nth}@people.example`);

/** Mail that is false, or that nothing proves: it must change nothing for anybody. */
const forgers: Source = async (world, _address, draw, nth) => {
  const victim = draw.pick(victims);
  const isOwnName = draw.chance(0.5);
  const raw = isOwnName
    ? [`From: <${victim}>`, 'Subject: unsubscribe', `Message-ID: <f${nth}@evil.example>`, '', 'unsubscribe', '']
    : deliveryReport(victim, `f${nth}@evil.example`, `unknown${nth}@people.example`);
  const [from, dmarc] = isOwnName ? [victim, 'FAIL' as const] : ['', draw.pick(['PASS', 'GRAY', 'FAIL'] as const)];
  world.receive(Buffer.from(raw.join('\r\n')), from, ['sales@inbound.example'], dmarc);
  return [];
};

/** A time that is a while ago, for news that takes its time. */
const lately = ({ scheduler }: World, draw: Random): number => scheduler.now - draw.below(2 * dayMs);

const sources: Readonly<Record<string, Source>> = {
  'unsubscribe mail': mailFrom('unsubscribe', 'unsubscribe'),
  'opt-out answer': mailFrom('Re: our offer', 'Please remove me from your list and do not email me again.'),
  'delivery report': async (world, address, draw, nth) => {
    // Rare, because a dead address has nothing more to say.
    if (!draw.chance(0.08)) return [];
    const sentAs = `sent${nth}@people.example`;
    const mail = {
      timestamp: new Date(world.scheduler.now).toISOString(),
      messageId: `s${nth}`,
      destination: [address],
      commonHeaders: { messageId: `<${sentAs}>` },
    };
    feed(world, { eventType: 'Send', mail });
    // Before our own index knows the mail, a report that names it is only a hint.
    const isKnown = (): boolean =>
      world.dynamo.items(world.names[env.threadsTable]!).some(({ pk }) => pk === messageRow(tenant, sentAs));
    await world.run(isKnown, dayMs);
    const report = deliveryReport(address, `r${nth}@mx.example`, sentAs);
    world.receive(Buffer.from(report.join('\r\n')), '', ['sales@inbound.example'], 'GRAY');
    const at = world.scheduler.now;
    return [{ address, kind: 'bounce', at, takenAt: at }];
  },
  'SES complaint': async (world, address, draw, nth) => {
    if (!draw.chance(0.08)) return [];
    const at = lately(world, draw);
    const timestamp = new Date(at).toISOString();
    const mail = { timestamp, messageId: `s${nth}`, destination: [address] };
    const complaint = { complainedRecipients: [{ emailAddress: address }], timestamp, feedbackId: `f${nth}` };
    feed(world, { eventType: 'Complaint', mail, complaint });
    return [{ address, kind: 'complaint', at, takenAt: world.scheduler.now }];
  },
  'SES subscription': async (world, address, draw, nth) => {
    const at = lately(world, draw);
    const mail = { timestamp: new Date(at).toISOString(), messageId: `s${nth}`, destination: [address] };
    const subscription = { timestamp: mail.timestamp, newTopicPreferences: { unsubscribeAll: true } };
    feed(world, { eventType: 'Subscription', mail, subscription });
    return [{ address, kind: 'out', at, takenAt: world.scheduler.now }];
  },
  'one-click': async (world, address) => {
    const subject = subjectOf(addressKey, tenant, address);
    const token = mintToken(
      { kind: 'unsubscribe', tenant, subject, purposes: ['marketing', 'sales'] },
      readTokenKeys(tokenKeys),
    );
    const answer = await persistently(
      world,
      'POST /u/{token}',
      { path: { token }, body: 'List-Unsubscribe=One-Click' },
      200,
    );
    // When it took effect is somewhere between the click and its answer; who has left before stays out.
    return answer === undefined
      ? []
      : [{ address, kind: 'out', at: world.scheduler.now - 1, takenAt: world.scheduler.now }];
  },
  'box at the CRM': async ({ crm, scheduler }, address) => {
    const at = scheduler.now;
    crm.boxes.push({ connection: 'crm', address, at });
    // Nobody says when it was seen; a day and a half is more than any look takes under faults.
    return [{ address, kind: 'out', at, takenAt: at + 36 * hourMs }];
  },
  'forged mail': forgers,
  'webhook: left': (world, address, draw, nth) => hook(world, address, 'unsubscribe', lately(world, draw), nth),
  'webhook: came back': (world, address, draw, nth) => hook(world, address, 'opt-in', lately(world, draw), nth),
};

async function hook(
  world: World,
  address: string,
  type: 'unsubscribe' | 'opt-in',
  at: number,
  nth: number,
): Promise<News[]> {
  const body = JSON.stringify({ type, address, at: new Date(at).toISOString(), id: String(nth) });
  const answer = await persistently(
    world,
    'POST /v1/intake/{source}',
    { path: { source: 'hooks' }, body, isSigned: true },
    202,
  );
  return answer === undefined
    ? []
    : [{ address, kind: type === 'opt-in' ? 'in' : 'out', at, takenAt: world.scheduler.now }];
}

/** RFC 3464, with the header of the mail that it returns. */
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

/** As the topic hands it to the queue. */
const feed = (world: World, event: object): void =>
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

/** As a mailbox provider or a sender does: what was not answered well is tried again. */
async function persistently(world: World, route: string, call: Call, wanted: number): Promise<Answer | undefined> {
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
