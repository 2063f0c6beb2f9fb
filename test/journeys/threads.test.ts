import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { eventually } from '../helpers/mail-set.ts';
import { discard, type Pipeline, type SentLine, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const secret = `whsec_${Buffer.from('a secret of the test, 32 bytes').toString('base64')}`;

interface Thread {
  readonly key: string;
  readonly matchedBy: string;
  readonly confidence: number;
  readonly aliases?: readonly string[];
}
interface Delivered {
  readonly eventId: string;
  readonly thread: Thread;
}
interface Offer {
  readonly eventId: string;
  readonly about: readonly string[];
  readonly reason: string;
}

/** Conversations that are named, guessed and merged, from the mail to the deal, the event and the review queue. */
describe('a conversation', () => {
  let pipeline: Pipeline;
  let server: Server;
  let folder: string;
  const events: Delivered[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        events.push((JSON.parse(Buffer.concat(chunks).toString('utf8')) as { data: Delivered }).data);
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    folder = temporaryFolder();
    const file = join(folder, 'integrations.yaml');
    writeFileSync(
      file,
      `
connections:
  hub: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  hook: { vendor: webhook, baseUrl: 'http://127.0.0.1:${port}/hook', credentials: env:HOOK_SECRET }
integrations:
  - key: sales
    tenant: acme
    addresses: [sales@inbound.localhost]
    connection: hub
    deals: thread
    dealConfidence: 0.8
    threadHeader: X-Ticket-Id
    rules: [{ name: all, when: { kind: [human] }, do: { notify: [hook] } }]
`,
    );
    pipeline = await startPipeline(folder, { POSTERN_INTEGRATIONS: file, HOOK_SECRET: secret });
  }, 60_000);
  afterAll(async () => {
    await discard(pipeline);
    server.closeAllConnections();
    server.close();
  }, 60_000);

  async function send(name: string, subject: string, headers: readonly string[] = []): Promise<SentLine> {
    const path = join(folder, `${name}.eml`);
    const from = headers.some((header) => header.startsWith('From:')) ? [] : ['From: Ada <ada@customer.example>'];
    const lines = [
      ...from,
      'To: sales@inbound.localhost',
      `Subject: ${subject}`,
      `Message-ID: <${name}@customer.example>`,
      ...headers,
      '',
      `${name}\n`,
    ];
    writeFileSync(path, lines.join('\r\n'));
    const [line] = (await pipeline.cli('send', path, '--wait', '--json')).lines();
    expect(line).toMatchObject({ fate: 'delivered' });
    return line!;
  }
  const threadOf = ({ eventId }: SentLine): Promise<Thread> =>
    eventually(async () => events.find((event) => event.eventId === eventId)?.thread, 'the event at the webhook');
  const offersOf = async ({ eventId }: SentLine): Promise<Offer[]> =>
    (await pipeline.cli('review', 'queue', '--percent', '0', '--json'))
      .lines<Offer>()
      .filter((offer) => offer.eventId === eventId);

  it('opens no deal for a guess below the setting, says so in the event, and offers the mail for review', async () => {
    const first = await send('first', 'Prices for 40 seats');
    const guess = await send('guess', 'Re: Prices for 40 seats');
    const named = await send('named', 'Re: Prices for 40 seats', ['In-Reply-To: <first@customer.example>']);

    expect([guess.thread, named.thread]).toEqual([first.thread, first.thread]);
    expect(first.crm?.dealId).toBeDefined();
    expect([guess.crm?.dealId, named.crm?.dealId]).toEqual([undefined, first.crm?.dealId]);
    expect(await threadOf(guess)).toMatchObject({ matchedBy: 'subject', confidence: 0.5 });
    expect(await threadOf(named)).toMatchObject({ matchedBy: 'in-reply-to', confidence: 1 });
    expect(await offersOf(guess)).toMatchObject([{ about: ['thread'] }]);
    expect(await offersOf(named)).toEqual([]);
    const [story] = (await pipeline.cli('trace', guess.eventId!, '--json')).lines<object>();
    expect(JSON.stringify(story)).toContain('neither opens nor joins its deal');
    expect((await pipeline.cli('review', 'say', guess.eventId!)).code).toBe(0);
    expect(await offersOf(guess)).toEqual([]);
  }, 120_000);

  it('keeps mail together that names the same ticket in the configured header', async () => {
    const ticket = ['X-Ticket-Id: 4711'];
    const opened = await send('opened', 'A chair is broken', ticket);
    const answered = await send('answered', 'Ticket 4711 was assigned', [...ticket, 'From: desk@tool.example']);
    const other = await send('other', 'Ticket 4712 was assigned', ['X-Ticket-Id: 4712', 'From: desk@tool.example']);

    expect(answered.thread).toBe(opened.thread);
    expect(answered.crm?.dealId).toBe(opened.crm?.dealId);
    expect(other.thread).not.toBe(opened.thread);
    expect(await threadOf(answered)).toMatchObject({ matchedBy: 'token', confidence: 0.9 });
  }, 120_000);

  it('names the conversations that a mail merges', async () => {
    const older = await send('older', 'Chairs');
    const younger = await send('younger', 'Tables');
    const both = await send('both', 'Chairs and tables', [
      'References: <older@customer.example> <younger@customer.example>',
    ]);

    expect(both.thread).toBe(older.thread);
    expect(await threadOf(both)).toMatchObject({ key: older.thread, aliases: [younger.thread] });
    expect(await threadOf(older)).not.toHaveProperty('aliases');
  }, 120_000);

  it('shows the trust in the sender under the activity, and offers suspicious mail for review', async () => {
    const suspicious = await send('suspicious', 'Pay\u00adment', [
      'From: Kim <kim@harbour.example>',
      'From: Chief <chief@inbound.example>',
      'Reply-To: kim.harbour@gmail.com',
    ]);

    const { emails } = await pipeline.records();
    const text = emails.find(({ id }) => id === suspicious.crm?.activityId)?.properties.hs_email_text;
    expect(text).toMatch(/Trust \d+ of 100: .*from\.several/);
    expect(await offersOf(suspicious)).toMatchObject([
      { about: ['trust'], reason: expect.stringContaining('from.several') as string },
    ]);
  }, 120_000);
});
