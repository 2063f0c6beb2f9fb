import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const integrations = `
connections:
  main: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  bus: { vendor: eventbridge, baseUrl: 'sandbox:', credentials: role }
integrations:
  - { key: events, tenant: acme, addresses: [events@inbound.localhost], connection: bus }
  - key: sales
    tenant: acme
    addresses: [sales@inbound.localhost]
    connection: main
    rules: [{ name: tell, when: { words: [urgent] }, do: { notify: [bus] } }]
`;

interface BusEvent {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
}

describe('a bus of the laptop', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    const dataDir = temporaryFolder();
    const file = join(dataDir, 'integrations.yaml');
    writeFileSync(file, integrations);
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file });
  }, 60_000);
  afterAll(() => discard(pipeline), 60_000);

  const send = (to: string, id: string, text: string): Promise<string> =>
    sendMail(pipeline.smtp, {
      from: 'ada@customer.example',
      to: [`${to}@inbound.localhost`],
      raw: Buffer.from(
        `From: Ada <ada@customer.example>\r\nTo: ${to}@inbound.localhost\r\nSubject: Offer\r\nMessage-ID: <${id}@customer.example>\r\n\r\n${text}\r\n`,
      ),
    });
  const events = async (type: string): Promise<Array<Record<string, unknown>>> =>
    ((await pipeline.sandboxRecords('eventbridge')).events ?? [])
      .map(({ body }) => body as unknown as BusEvent)
      .filter(({ Source, DetailType }) => Source === 'postern' && DetailType === type)
      .map(({ Detail }) => JSON.parse(Detail) as Record<string, unknown>);

  it('keeps one event for each mail of an integration, and for each mail that a rule tells it of', async () => {
    await send('events', '1', 'Hello.');
    await send('sales', '2', 'Nothing to tell.');
    await send('sales', '3', 'This is urgent.');

    const seen = await eventually(async () => {
      const all = await events('email.received/1');
      return all.length === 2 ? all : undefined;
    }, 'two events on the bus');
    expect(seen.map(({ integration, inbox, kind }) => [integration, inbox, kind]).toSorted()).toEqual([
      ['events', 'events@inbound.localhost', 'human'],
      ['sales~bus', 'sales@inbound.localhost', 'human'],
    ]);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(2);
  }, 120_000);

  it('keeps an event for each change of a suppression, which is then recorded as accepted', async () => {
    await pipeline.cli('consent', 'set', 'lea@example.org', 'out', '--json');

    const [detail] = await eventually(async () => {
      const all = await events('recipient.suppressed/1');
      return all.length > 0 ? all : undefined;
    }, 'the suppression on the bus');
    expect(detail).toMatchObject({ kind: 'suppressed', state: { address: 'lea@example.org', tenant: 'acme' } });
    const proof = await eventually(async () => {
      const { stdout } = await pipeline.cli('consent', 'get', 'lea@example.org', '--json');
      return /"bus"[^}]*"accepted"/.test(stdout) ? stdout : undefined;
    }, 'the proof of the bus');
    expect(proof).toContain('accepted');
  }, 120_000);
});
