import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { Webhook } from 'standardwebhooks';
import type { EligibilityAnswer } from '../../lambdas/domain/consent/ask-eligibility.ts';
import { env } from '../../lambdas/env.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { invoke } from '../helpers/operator.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const secret = `whsec_${Buffer.from('a secret of the tests, 24 b').toString('base64')}`;
const integrations = `
connections:
  main: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  segment: { vendor: segment, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  rudder: { vendor: rudderstack, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  sell: { vendor: zendesk-sell, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  mparticle: { vendor: mparticle, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
integrations:
  - key: deals
    tenant: acme
    addresses: [deals@inbound.localhost, unsubscribe@inbound.localhost]
    connection: main
    consent:
      targets: [segment, rudder, mparticle, sell]
      policyVersion: '2026-01'
      confirmation: { from: 'Acme <news@acme.example>' }
intake:
  newsletter: { tenant: acme, format: standard, credentials: env:HOOK_SECRET, purposes: [marketing] }
`;

interface Suppressions {
  readonly segment: ReadonlyArray<{ email: string; suppressed: boolean; suppressedFor: string[] }>;
  readonly rudderstack: Suppressions['segment'];
  readonly mparticle: Suppressions['segment'];
  readonly ses: ReadonlyArray<{ address: string; reason: string }>;
}

let pipeline: Pipeline;
let base: string;
beforeAll(async () => {
  const dataDir = temporaryFolder();
  const file = join(dataDir, 'integrations.yaml');
  writeFileSync(file, integrations);
  pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file, HOOK_SECRET: secret });
  base = `http://127.0.0.1:${pipeline.http}`;
}, 60_000);
afterAll(() => discard(pipeline));

const eligibility = async (address: string): Promise<EligibilityAnswer> =>
  (await (await pipeline.api(`/v1/eligibility?address=${encodeURIComponent(address)}`)).json()) as EligibilityAnswer;
const suppressions = async (): Promise<Suppressions> =>
  (await (await fetch(`${base}/sandbox/suppressions`)).json()) as Suppressions;

/** Polls until the value satisfies the condition. */
const until = <T>(read: () => Promise<T>, condition: (seen: T) => boolean): Promise<T> =>
  eventually(
    async () => {
      const seen = await read();
      return condition(seen) ? seen : undefined;
    },
    read.toString(),
    30_000,
  );

async function linkFor(address: string): Promise<string> {
  const [line] = (
    await pipeline.cli('consent', 'link', address, '--list', 'news', '--campaign', 'c1', '--json')
  ).lines<{ url: string }>();
  return line!.url;
}

const oneClick = 'List-Unsubscribe=One-Click';
const multipart = [
  '--b0und',
  'Content-Disposition: form-data; name="List-Unsubscribe"',
  '',
  'One-Click',
  '--b0und--',
  '',
].join('\r\n');

async function post(url: string, type: string, body: string): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { 'content-type': type }, body, redirect: 'error' });
}

describe('one-click unsubscribe over HTTP', () => {
  it('leaves the consent unchanged when a link scanner follows the link, with any method', async () => {
    const url = await linkFor('scanned@example.org');

    for (const method of ['GET', 'HEAD', 'GET']) {
      const answer = await fetch(url, { method, redirect: 'error' });
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect([method, answer.status]).toEqual([method, 200]);
      expect((await answer.text()) === '').toBe(method === 'HEAD');
    }
    const bare = await post(url, 'text/plain', '');

    expect(bare.status).toBe(400);
    expect((await eligibility('scanned@example.org')).eligible.marketing).toBe(true);
  });

  it.each([
    ['urlencoded, as Gmail does', 'application/x-www-form-urlencoded', oneClick],
    ['multipart, as Yahoo does', 'multipart/form-data; boundary=b0und', multipart],
  ])('accepts the POST of RFC 8058 %s', async (name, type, body) => {
    const address = `${name.split(/\W/)[0]}@example.org`;
    const url = await linkFor(address);

    const answer = await post(url, type, body);

    // The opt-out is in effect as soon as the request is answered.
    const { eligible, reasons } = await eligibility(address);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(eligible).toEqual({ marketing: false, sales: true, legal: true });
    expect(reasons).toEqual([
      expect.objectContaining({ code: 'unsubscribed', source: 'one-click', evidence: 'one-click news c1' }),
    ]);
  });

  it('sends the opt-out to every CDP, with ids that no other tenant shares', async () => {
    await post(await linkFor('cdp@example.org'), 'application/x-www-form-urlencoded', oneClick);

    const targetStates = await until(suppressions, ({ segment, rudderstack, mparticle }) =>
      [segment, rudderstack, mparticle].every((people) => people.some(({ email }) => email === 'cdp@example.org')),
    );

    for (const people of [targetStates.segment, targetStates.rudderstack, targetStates.mparticle])
      expect(people.find(({ email }) => email === 'cdp@example.org')).toMatchObject({
        suppressed: true,
        suppressedFor: ['marketing'],
        reason: 'unsubscribed',
      });
    // The sending account's suppression list takes only dead addresses and complaints.
    expect(targetStates.ses.map(({ address }) => address)).not.toContain('cdp@example.org');
  });

  it('answers an altered token like a valid one, and changes nothing', async () => {
    const url = await linkFor('altered@example.org');

    const answer = await post(`${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`, 'text/plain', oneClick);

    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(
      await (await post(await linkFor('other@example.org'), 'text/plain', oneClick)).text(),
    );
    expect((await eligibility('altered@example.org')).eligible.marketing).toBe(true);
  });

  it('lets people choose purposes on the page of the link, and opt in again', async () => {
    const url = await linkFor('chooser@example.org');
    const form = 'application/x-www-form-urlencoded';

    await post(url, form, 'preferences=1&sales=on');
    const afterOptOut = await eligibility('chooser@example.org');
    await post(url, form, 'preferences=1&sales=on&marketing=on');
    const afterOptIn = await eligibility('chooser@example.org');

    expect(afterOptOut.eligible).toEqual({ marketing: false, sales: true, legal: true });
    expect(afterOptIn.eligible).toEqual({ marketing: true, sales: true, legal: true });
  });
});

describe('signed webhooks', () => {
  const send = (body: string, signed = body, at = new Date()) =>
    pipeline.api('/v1/intake/newsletter', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign('msg_1', at, signed),
      },
      body,
    });
  const event = (address: string, type = 'unsubscribe') =>
    JSON.stringify({ type, address, at: new Date().toISOString(), id: `${type} ${address}` });

  it('accepts a signed webhook, and applies it to the purpose of its route', async () => {
    const answer = await send(event('hook@example.org'));

    expect(answer.status).toBe(202);
    const { eligible } = await until(
      () => eligibility('hook@example.org'),
      ({ reasons }) => reasons.length > 0,
    );
    expect(eligible).toEqual({ marketing: false, sales: true, legal: true });
  });

  it('writes one history entry for a webhook that is sent twice', async () => {
    const body = event('twice@example.org');

    for (let times = 0; times < 2; times += 1) await send(body);

    await until(
      () => eligibility('twice@example.org'),
      ({ reasons }) => reasons.length > 0,
    );
    // Changes of one person are applied in order, so both webhooks are processed before this one.
    await send(event('twice@example.org', 'opt-in'));
    const history = async () =>
      (await pipeline.cli('consent', 'history', 'twice@example.org', '--json')).lines<{ signal: string }>();
    const entries = await until(history, (seen) => seen.some(({ signal }) => signal === 'opt-in'));
    expect(entries.map(({ signal }) => signal).toSorted()).toEqual(['opt-in', 'unsubscribe']);
  });

  it('refuses webhooks that are altered, stale, unsigned, malformed, too long, or from an unknown source', async () => {
    const body = event('refused@example.org');
    const path = '/v1/intake/newsletter';
    const answers = [
      await send(`${body} `, body),
      await send(body, body, new Date(Date.now() - 301_000)),
      await pipeline.api(path, { method: 'POST', body }),
      await send('no json'),
      await pipeline.api(path, { method: 'POST', body: 'x'.repeat(10 * 1024 * 1024) }),
      await pipeline.api('/v1/intake/nobody', { method: 'POST', body }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 400, 413, 404]);
    expect((await eligibility('refused@example.org')).reasons).toEqual([]);
  });
});

describe('SES events', () => {
  const publish = async (message: object): Promise<void> => {
    const { environment } = JSON.parse(readFileSync(join(pipeline.dataDir, 'runtime.json'), 'utf8')) as {
      environment: Record<string, string>;
    };
    const client = new SNSClient({
      endpoint: environment.AWS_ENDPOINT_URL_SNS!,
      region: 'us-east-1',
      credentials: { accessKeyId: environment.AWS_ACCESS_KEY_ID!, secretAccessKey: 'local' },
    });
    await client.send(
      new PublishCommand({ TopicArn: environment[env.feedbackTopicArn]!, Message: JSON.stringify(message) }),
    );
    client.destroy();
  };
  const mail = { timestamp: '2026-11-20T09:00:00.000Z', messageId: '0100', destination: ['x@example.org'], tags: {} };

  it("applies a bounce and a complaint to every recipient, and adds them to the account's suppression list", async () => {
    const bouncedRecipients = ['gone1@example.org', 'gone2@example.org'].map((emailAddress) => ({
      emailAddress,
      status: '5.1.1',
    }));
    await publish({
      eventType: 'Bounce',
      mail,
      bounce: { bounceType: 'Permanent', bouncedRecipients, timestamp: '2026-11-20T09:00:05.000Z', feedbackId: 'f1' },
    });
    await publish({
      eventType: 'Complaint',
      mail,
      complaint: {
        complainedRecipients: [{ emailAddress: 'angry@example.org' }],
        timestamp: '2026-11-20T09:00:05.000Z',
        feedbackId: 'f2',
        complaintFeedbackType: 'abuse',
      },
    });

    const { ses } = await until(suppressions, (seen) => seen.ses.length >= 3);

    expect(ses.map(({ address, reason }) => `${address} ${reason}`).toSorted()).toEqual([
      'angry@example.org COMPLAINT',
      'gone1@example.org BOUNCE',
      'gone2@example.org BOUNCE',
    ]);
    expect((await eligibility('gone2@example.org')).eligible).toEqual({ marketing: false, sales: false, legal: false });
    expect((await eligibility('angry@example.org')).eligible).toEqual({ marketing: false, sales: false, legal: true });
  });

  it('puts the reply to a mail from a Send event into the conversation of that mail', async () => {
    const sesId = '0100018f2c3d4e5f-6a7b8c9d-000000';
    const tags = { campaign: ['autumn'], record: ['4711'] };
    await publish({ eventType: 'Send', mail: { ...mail, messageId: sesId, tags }, send: {} });
    const log = async () => readFileSync(join(pipeline.dataDir, 'logs', 'feedback.log'), 'utf8');
    await until(log, (text) => text.includes('"isSend":true'));
    await sendMail(pipeline.smtp, {
      from: 'x@example.org',
      to: ['deals@inbound.localhost'],
      raw: Buffer.from(
        [
          'From: X <x@example.org>',
          'To: deals@inbound.localhost',
          'Subject: Re: offer',
          'Message-ID: <answer-1@example.org>',
          `In-Reply-To: <${sesId}@eu-west-1.amazonses.com>`,
          'Date: Fri, 20 Nov 2026 10:00:00 +0000',
          '',
          'Tell me more.',
          '',
        ].join('\r\n'),
      ),
    });

    const [trace] = await until(
      async () =>
        (await pipeline.cli('trace', '<answer-1@example.org>', '--json')).lines<{
          deliveries: Array<{ matchedBy: string }>;
        }>(),
      ([story]) => story?.deliveries[0] !== undefined,
    );
    expect(trace?.deliveries[0]).toMatchObject({
      matchedBy: 'outbound',
      campaign: { campaignId: 'autumn', recordId: '4711' },
    });
  });
});

describe('double opt-in', () => {
  it('asks for an opt-in by mail, and records it only when the button is pressed', async () => {
    const address = 'signed-up@example.org';
    await pipeline.cli('consent', 'set', address, 'unconfirmed', '--purpose', 'marketing');
    const outbox = async () =>
      (await (await fetch(`${base}/sandbox/outbox`)).json()) as Array<{ from: string; to: string; text: string }>;
    const [mail] = await until(outbox, (mails) => mails.length > 0);
    const link = /http:\S+/.exec(mail!.text)![0];

    await (await fetch(link)).text();
    const beforeConfirmation = await eligibility(address);
    const bare = await post(link, 'application/x-www-form-urlencoded', '');
    const unchanged = await eligibility(address);
    await post(link, 'application/x-www-form-urlencoded', 'confirm=1');
    const confirmed = await eligibility(address);
    const repeated = await post(link, 'application/x-www-form-urlencoded', 'confirm=1');

    expect(mail).toMatchObject({ from: 'Acme <news@acme.example>', to: address });
    expect(beforeConfirmation.reasons).toEqual([
      expect.objectContaining({ code: 'unconfirmed', purposes: ['marketing'] }),
    ]);
    expect(bare.status).toBe(400);
    expect(unchanged.reasons).toEqual(beforeConfirmation.reasons);
    expect(confirmed.eligible).toEqual({ marketing: true, sales: true, legal: true });
    expect(repeated.status).toBe(200);
    const history = (await pipeline.cli('consent', 'history', address, '--json')).lines<{ signal: string }>();
    expect(history.map(({ signal }) => signal)).toEqual(expect.arrayContaining(['unconfirmed', 'opt-in']));
    expect(history).toHaveLength(2);
    expect(await outbox()).toHaveLength(1);
  });

  it('does not accept an unsubscribe token as a confirmation token', async () => {
    const url = await linkFor('swapped@example.org');

    await post(url.replace('/u/', '/c/'), 'application/x-www-form-urlencoded', 'confirm=1');

    expect((await pipeline.cli('consent', 'history', 'swapped@example.org', '--json')).lines()).toEqual([]);
  });
});

describe('a person who is not in the CRM', () => {
  it('creates no contact for the opt-out of an unknown person, and suppresses the contact once it exists', async () => {
    await pipeline.cli('consent', 'set', 'later@example.org', 'out');
    await until(
      async () =>
        (await pipeline.cli('consent', 'get', 'later@example.org', '--json')).lines<{
          targets: Array<{ target: string; state: string }>;
        }>()[0]!,
      ({ targets }) => targets.some(({ target, state }) => target === 'main' && state === 'absent'),
    );
    const before = (await pipeline.records()).contacts.map(({ properties }) => properties.email);
    await sendMail(pipeline.smtp, {
      from: 'later@example.org',
      to: ['deals@inbound.localhost'],
      raw: Buffer.from(
        'From: Later <later@example.org>\r\nTo: deals@inbound.localhost\r\nSubject: Hello\r\nMessage-ID: <later@example.org>\r\n\r\nHi.\r\n',
      ),
    });

    const contact = await until(
      async () =>
        (await pipeline.records()).contacts.find(({ properties }) => properties.email === 'later@example.org'),
      (record) => record?.properties.postern_email_status !== undefined,
    );

    expect(before).not.toContain('later@example.org');
    expect(contact?.properties).toMatchObject({
      postern_email_status: 'suppressed',
      postern_email_suppressed_for: 'marketing, sales',
      postern_email_reason: 'unsubscribed',
    });
  });
});

describe('a CRM without a place for suppressions', () => {
  it('settles each opt-out at a CRM without suppressions, reports why, and keeps its circuit closed', async () => {
    const people = [1, 2, 3, 4].map((index) => `nowhere${index}@example.org`);
    for (const address of people) await pipeline.cli('consent', 'set', address, 'out');

    const ends = await Promise.all(
      people.map((address) =>
        until(
          async () =>
            (await pipeline.cli('consent', 'get', address, '--json'))
              .lines<{ targets: Array<{ target: string; state: string; proof?: { by: string } }> }>()[0]!
              .targets.find(({ target }) => target === 'sell'),
          (sell) => sell !== undefined && sell.state !== 'waiting',
        ),
      ),
    );
    const doctor = await pipeline.cli('doctor', '--json');

    for (const end of ends) expect(end).toMatchObject({ state: 'not-kept-here', proof: { by: 'not-kept-here' } });
    expect(doctor.stdout).not.toMatch(/connection sell is open|no-suppressions/);
    expect((await pipeline.cli('consent', 'get', people[0]!)).stdout).toContain('sell: not-kept-here');
  });
});

describe('an opt-out checkbox in the CRM', () => {
  it('treats an opt-out checkbox in the CRM like a click once the heartbeat has polled', async () => {
    await sendMail(pipeline.smtp, {
      from: 'ticked@example.org',
      to: ['deals@inbound.localhost'],
      raw: Buffer.from(
        'From: Tick <ticked@example.org>\r\nTo: deals@inbound.localhost\r\nSubject: Hello\r\nMessage-ID: <ticked@example.org>\r\n\r\nHi.\r\n',
      ),
    });
    const contact = await until(
      async () =>
        (await pipeline.records()).contacts.find(({ properties }) => properties.email === 'ticked@example.org'),
      (record) => record !== undefined,
    );

    await fetch(`${base}/sandbox/contacts/${contact!.id}/opt-out`, { method: 'POST' });
    await invoke(pipeline, 'heartbeat');

    const { reasons } = await until(
      () => eligibility('ticked@example.org'),
      ({ eligible }) => !eligible.marketing,
    );
    expect(reasons.map(({ code, source }) => [code, source])).toContainEqual(['unsubscribed', 'crm']);
  });
});
