import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { recoveredNotification } from '../../lambdas/domain/mail/receipt.ts';
import { env } from '../../lambdas/env.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { invoke, operatorOf, putMessage } from '../helpers/operator.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const integrations = `
connections:
  main: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  vault: { vendor: hubspot, baseUrl: 'sandbox:', credentials: 'secret:crm#hubspot' }
  hook: { vendor: webhook, baseUrl: 'http://127.0.0.1:9/hook', credentials: 'secret:hook#key' }
  segment: { vendor: segment, baseUrl: 'sandbox:', credentials: 'secret:crm#segment' }
  rudder: { vendor: rudderstack, baseUrl: 'sandbox:', credentials: 'secret:hook#rudder' }
integrations:
  - { key: deals, tenant: acme, addresses: [deals@inbound.localhost, unsubscribe@inbound.localhost], connection: main }
  - key: vault
    tenant: acme
    addresses: [vault@inbound.localhost]
    connection: vault
    consent: { targets: [segment, rudder] }
  - { key: hook, tenant: acme, addresses: [hook@inbound.localhost], connection: hook }
intake:
  news: { tenant: acme, format: standard, credentials: 'secret:intake#news', purposes: [marketing] }
`;

let pipeline: Pipeline;
let file: string;
beforeAll(async () => {
  const dataDir = temporaryFolder();
  file = join(dataDir, 'integrations.yaml');
  writeFileSync(file, integrations);
  pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file });
}, 60_000);
afterAll(() => discard(pipeline), 60_000);

/** Waits for a line in the log of a function. */
const logged = (stage: string, text: string): Promise<true> =>
  eventually(
    async () =>
      readFileSync(join(pipeline.dataDir, 'logs', `${stage}.log`), 'utf8').includes(text) ? true : undefined,
    `${text} in the log of ${stage}`,
  );

const send = (to: string, id: string, subject = 'Hello', text = 'Hi.'): Promise<string> =>
  sendMail(pipeline.smtp, {
    from: 'ada@customer.example',
    to: [`${to}@inbound.localhost`],
    raw: Buffer.from(
      `From: Ada <ada@customer.example>\r\nTo: ${to}@inbound.localhost\r\nSubject: ${subject}\r\nMessage-ID: <${id}@customer.example>\r\n\r\n${text}\r\n`,
    ),
  });

const traced = (id: string): ReturnType<Pipeline['cli']> => pipeline.cli('trace', `<${id}@customer.example>`, '--json');

describe('rare calls are permitted by the policies', () => {
  it.each([
    ['parse', env.inboxQueueUrl, undefined],
    ['sink', env.deliveriesQueueUrl, 'group'],
    ['suppress', env.suppressionsQueueUrl, 'group'],
    ['feedback', env.feedbackQueueUrl, undefined],
  ])('%s moves a malformed message to the dead-letter queue', async (stage, variable, group) => {
    await putMessage(pipeline, variable, '{"no":"message"}', group);

    await logged(stage, `${stage}.malformed`);
  });

  it('parse finds no object for a notification, and retries', async () => {
    const receipt = recoveredNotification('absent', 'inbound/absent', new Date().toISOString());
    await putMessage(pipeline, env.inboxQueueUrl, JSON.stringify(receipt));

    await logged('parse', 'parse.failed');
  });

  it('feedback checks whether a delivered mail ends soft bounces', async () => {
    const recipients = ['ada@customer.example'];
    const mail = { timestamp: '2026-11-20T09:00:00.000Z', messageId: '0100', destination: recipients, tags: {} };
    const delivery = { timestamp: '2026-11-20T09:00:05.000Z', recipients };
    await putMessage(pipeline, env.feedbackQueueUrl, JSON.stringify({ eventType: 'Delivery', mail, delivery }));

    await logged('feedback', 'feedback.taken');
  });

  it('the API reads the key of an intake', async () => {
    const response = await pipeline.api('/v1/intake/news', {
      method: 'POST',
      headers: { 'webhook-id': 'a', 'webhook-timestamp': '1', 'webhook-signature': 'v1,none' },
      body: '{}',
    });

    expect(response.ok).toBe(false);
  });

  it('sink reads the secrets of CRMs and webhooks', async () => {
    await Promise.all([send('vault', 'vault'), send('hook', 'hook')]);

    await Promise.all([logged('sink', 'secret:crm'), logged('sink', 'secret:hook')]);
  });

  it('suppress reads the secrets of its targets', async () => {
    await pipeline.cli('consent', 'set', 'ada@customer.example', 'out');

    await logged('suppress', 'secret:hook');
  });

  it('heartbeat polls a connection for opt-outs, holds a provider, and releases it', async () => {
    const { documents, environment, stop } = operatorOf(pipeline);
    const TableName = environment[env.consentTable]!;
    const Key = { pk: 'RATE#acme', sk: `${new Date().toISOString().slice(0, 13)}#customer.example` };
    const holds = async () =>
      (await pipeline.cli('holds', '--json')).stdout.includes('customer.example') ? true : undefined;

    await documents.send(new PutCommand({ TableName, Item: { ...Key, delivered: 1000, complaints: 100 } }));
    await invoke(pipeline, 'heartbeat');
    expect(await holds()).toBe(true);
    await documents.send(new DeleteCommand({ TableName, Key }));
    await invoke(pipeline, 'heartbeat');
    expect(await holds()).toBeUndefined();
    stop();
  });

  it('sweep resends an opt-out until its event is removed', async () => {
    await disable('suppress');
    const operator = operatorOf(pipeline);
    await send('unsubscribe', 'opt-out', 'unsubscribe');
    await eventually(
      async () => (/"lane": ?"suppression"/.test((await traced('opt-out')).stdout) ? true : undefined),
      'the opt-out in the ledger',
      20_000,
    );

    await invoke(pipeline, 'sweep', { sinceHours: 1, stuckForMs: 0 });
    await removeEvent(operator, 'opt-out');
    await invoke(pipeline, 'sweep', { sinceHours: 1, stuckForMs: 0 });
    expect((await traced('opt-out')).stdout).toContain('the event object is gone');
    expect(await invoke(pipeline, 'sweep', { reread: ['none'], actor: 'journey' })).toEqual({
      mails: [{ mailId: 'none', result: 'unknown' }],
    });
    operator.stop();
  }, 60_000);

  it('sink finds no event for a delivery', async () => {
    await disable('sink');
    const operator = operatorOf(pipeline);
    // Too large for the queue message, so that the sink has to read the event.
    const large = randomBytes(90_000).toString('base64').replace(/.{72}/g, '$&\r\n');
    await send('deals', 'lost', 'Hello', large);
    await removeEvent(operator, 'lost');
    operator.stop();

    await pipeline.stop();
    pipeline = await startPipeline(pipeline.dataDir, { POSTERN_INTEGRATIONS: file });
    await logged('sink', 'event object');
  }, 90_000);
});

const disable = (stage: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${pipeline.http}/sandbox/disable/${stage}`, { method: 'POST' });

/** Deletes the event of a mail. */
async function removeEvent({ s3, environment }: ReturnType<typeof operatorOf>, id: string): Promise<void> {
  const Bucket = environment[env.mailBucket]!;
  const Key = await eventually(async () => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'events/' }));
    for (const { Key: key } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: key! }));
      if ((await Body!.transformToString()).includes(`${id}@customer.example`)) return key;
    }
    return undefined;
  }, `the event of ${id}`);
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
}
