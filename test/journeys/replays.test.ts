import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { useHttpStandIn } from '../helpers/http-stand-in.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { invoke } from '../helpers/operator.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const secret = `whsec_${Buffer.from('a secret of the test, 32 bytes').toString('base64')}`;
const integrations = (receiver: string) => `
connections:
  hub: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  hook: { vendor: webhook, baseUrl: '${receiver}/hook', credentials: env:HOOK_SECRET }
integrations:
  - { key: sales, tenant: acme, addresses: [sales@inbound.localhost], connection: hub }
  - key: hooks
    tenant: acme
    addresses: [hooks@inbound.localhost]
    connection: hook
    rules: [{ name: spam, when: { words: [casino] }, do: { quarantine: true } }]
  - { key: other, tenant: beta, addresses: [other@inbound.localhost], connection: hub, mode: shadow }
`;

interface Replay {
  readonly id: string;
  readonly state: string;
  readonly replayed: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly refusals: Readonly<Record<string, number>>;
}

describe('replays', () => {
  let pipeline: Pipeline;
  const receiver = useHttpStandIn();
  const received = receiver.requests;
  const events = new Map<string, string>();

  beforeAll(async () => {
    receiver.answer({ status: 204 });
    const dataDir = temporaryFolder();
    const file = join(dataDir, 'integrations.yaml');
    writeFileSync(file, integrations(receiver.endpoint()));
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file, HOOK_SECRET: secret });
    await send('one', 'hooks', 'ada@customer.example');
    await send('two', 'hooks', 'tired@customer.example');
    await send('three', 'hooks', 'held@customer.example');
    await send('casino', 'hooks', 'ada@customer.example');
    await send('crm', 'sales', 'ada@customer.example');
    await send('foreign', 'other', 'ada@customer.example');
    await eventually(async () => received[2], 'three webhooks');
  }, 120_000);
  afterAll(() => discard(pipeline));

  async function send(name: string, to: string, from: string): Promise<void> {
    const raw = [
      `From: <${from}>`,
      `To: ${to}@inbound.localhost`,
      `Subject: ${name}`,
      `Message-ID: <${name}@customer.example>`,
      '',
      `Words of ${name}.`,
      '',
    ].join('\r\n');
    await sendMail(pipeline.smtp, { from, to: [`${to}@inbound.localhost`], raw: Buffer.from(raw) });
    const eventId = await eventually(async () => {
      const [story] = (await pipeline.cli('trace', `<${name}@customer.example>`, '--json')).lines<{
        eventId?: string;
        deliveries?: Array<{ fate: string }>;
      }>();
      const isSettled = story?.deliveries?.every(({ fate }) => fate !== 'pending') === true;
      return isSettled && story.deliveries!.length > 0 ? story.eventId : undefined;
    }, `the fate of ${name}`);
    events.set(name, eventId);
  }

  const order = (body: object, headers: Record<string, string> = {}) =>
    pipeline.api('/v1/replays', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const ordered = async (body: object, headers?: Record<string, string>): Promise<Replay> => {
    const answer = await order(body, headers);
    expect(answer.status).toBe(202);
    return (await answer.json()) as Replay;
  };
  /** The end of a replay; its function runs once a minute, and is called here at once. */
  const ended = (id: string): Promise<Replay> =>
    eventually(async () => {
      await invoke(pipeline, 'redrive');
      const replay = (await (await pipeline.api(`/v1/replays/${id}`)).json()) as Replay;
      return replay.state === 'done' || replay.state === 'stopped' ? replay : undefined;
    }, 'the end of the replay');

  it('hands a delivered webhook on once more under the same id, with a mark, and repeats nothing at a CRM', async () => {
    const [first] = received;
    const before = received.length;
    const records = (await pipeline.records()).emails.length;
    const key = { 'idempotency-key': 'journey-1' };
    const body = { eventIds: [events.get('one')], messageIds: ['<crm@customer.example>'], delivered: true };

    const replay = await ordered(body, key);
    const repeated = await ordered(body, key);
    const newIds = await ordered({ eventIds: [events.get('one')], delivered: true, newIds: true });
    const [end, other] = await Promise.all([ended(replay.id), ended(newIds.id)]);

    expect(repeated.id).toBe(replay.id);
    expect([end, other]).toMatchObject([
      { state: 'done', replayed: 1, unchanged: 1, refused: 0 },
      { state: 'done', replayed: 1 },
    ]);
    expect((await pipeline.records()).emails).toHaveLength(records);
    expect(received).toHaveLength(before + 2);
    const same = received.find(({ headers }) => headers['postern-replay'] === replay.id)!;
    expect(same.headers['webhook-id']).toBe(first!.headers['webhook-id']);
    expect(new Webhook(secret).verify(same.body, same.headers as Record<string, string>)).toMatchObject({
      type: 'email.received',
      replay: { id: replay.id },
      data: { eventId: events.get('one') },
    });
    const renamed = received.find(({ headers }) => headers['postern-replay'] === newIds.id)!;
    expect(renamed.headers['webhook-id']).not.toBe(first!.headers['webhook-id']);
    expect((await order({ ...body, newIds: true }, key)).status).toBe(422);
  }, 200_000);

  it('refuses by name what is erased, held or quarantined, in a dry run and in a replay', async () => {
    const certificate = join(pipeline.dataDir, 'certificate.json');
    const tired = ['--address', 'tired@customer.example', '--tenant', 'acme', '--yes', '--out', certificate];
    const held = [
      '--address',
      'held@customer.example',
      '--tenant',
      'acme',
      '--reason',
      'case 7',
      '--yes',
      '--settle',
      '0',
    ];
    expect(await pipeline.cli('data', 'erase', ...tired)).toMatchObject({ stderr: '', code: 0 });
    expect(await pipeline.cli('holds', 'legal', 'place', ...held)).toMatchObject({ stderr: '', code: 0 });
    const before = received.length;
    const body = { integration: 'hooks', since: '2020-01-01', delivered: true };

    const preview = await order({ ...body, dryRun: true });
    const refusals = { erased: 1, held: 1, quarantined: 1 };

    expect(preview.status).toBe(200);
    expect(await preview.json()).toMatchObject({
      isComplete: true,
      wouldReplay: 1,
      refused: 3,
      refusals,
      first: [{ eventId: events.get('one'), integration: 'hooks' }],
    });
    expect(received).toHaveLength(before);
    const { id } = await ordered(body);
    expect(await ended(id)).toMatchObject({ state: 'done', replayed: 1, refused: 3, refusals });
    expect(received).toHaveLength(before + 1);
  }, 200_000);

  it('knows no event of another tenant, and takes no replay of everything', async () => {
    expect((await order({ eventIds: [events.get('foreign')], tenant: 'acme' })).status).toBe(404);
    expect((await order({ eventIds: [`evt_${'0'.repeat(32)}`] })).status).toBe(404);
    expect((await order({ delivered: true })).status).toBe(400);
    expect((await order({ thread: 't', since: '2026-11-21', until: '2026-11-20' })).status).toBe(400);
    expect((await pipeline.api(`/v1/replays/rpl_${'0'.repeat(24)}`)).status).toBe(404);
  });

  it('does the same from the command line, through the same code', async () => {
    const before = received.length;

    const { code, lines } = await pipeline.cli('replay', '--delivered', '--integration', 'hooks', '--json');
    const [{ deliveries }] = lines<{ deliveries: Array<{ result: string; code?: string }> }>() as [
      { deliveries: Array<{ result: string; code?: string }> },
    ];

    expect(code).toBe(0);
    // It lists the mail that is stored: the raw bytes of an erased one are gone.
    expect(deliveries.map(({ result, code: why }) => why ?? result).toSorted()).toEqual([
      'held',
      'quarantined',
      'resent',
    ]);
    expect(received).toHaveLength(before + 1);
  }, 60_000);
});
