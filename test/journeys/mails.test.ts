import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildMail } from '../../fixtures/mail-builder.ts';
import { eventually } from '../helpers/mail-set.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const integrations = `
connections:
  hub: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
integrations:
  - { key: sales, tenant: acme, addresses: [sales@inbound.localhost], connection: hub, mode: live }
  - { key: other, tenant: beta, addresses: [other@inbound.localhost], connection: hub, mode: shadow }
`;

interface Card {
  readonly mailId: string;
  readonly eventId: string;
  readonly subject?: string;
  readonly deliveries: ReadonlyArray<{ readonly fate: string }>;
}
interface Page {
  readonly mails: readonly Card[];
  readonly cursor?: string;
  readonly hasMore: boolean;
  readonly waiting: { readonly unread?: number; readonly pending: number; readonly parked: number };
}

describe('the list of mails', () => {
  let pipeline: Pipeline;

  beforeAll(async () => {
    const dataDir = temporaryFolder();
    const file = join(dataDir, 'integrations.yaml');
    writeFileSync(file, integrations);
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file });
  }, 120_000);
  afterAll(() => discard(pipeline));

  async function send(id: string, to: string): Promise<void> {
    const raw = join(pipeline.dataDir, `${id}.eml`);
    const headers = [
      `From: ${id} <${id}@customer.example>`,
      `To: ${to}@inbound.localhost`,
      `Subject: Offer ${id}`,
      `Message-ID: <${id}@customer.example>`,
    ];
    writeFileSync(raw, buildMail({ headers, body: 'Hello.\n' }));
    const sent = await pipeline.cli('send', raw, '--wait', '--json');
    if (sent.lines().length === 0) throw new Error(sent.stdout + sent.stderr);
  }
  const page = async (query = ''): Promise<Page> => (await pipeline.api(`/v1/mails${query}`)).json() as Promise<Page>;
  const subjectsOf = ({ mails }: Page) => mails.map(({ subject }) => subject);

  it('shows each mail with its fate, found by words and filters, and apart by tenant', async () => {
    await send('one', 'sales');
    await send('two', 'other');
    await send('three', 'nobody');
    const all = await eventually(async () => {
      const { mails, ...rest } = await page();
      const isSettled =
        mails.length === 3 && mails.every(({ deliveries }) => deliveries.every(({ fate }) => fate !== 'pending'));
      return isSettled && (await page('?fate=delivered')).mails.length === 1 ? { mails, ...rest } : undefined;
    }, 'every mail is in the list, with its fate');

    expect(subjectsOf(all)).toEqual(['Offer three', 'Offer two', 'Offer one']);
    expect(all).toMatchObject({ hasMore: false, waiting: { unread: 0, pending: 0, parked: 0 } });
    expect(all.mails[2]).toMatchObject({
      tenant: 'acme',
      state: 'parsed',
      kind: 'human',
      from: { address: 'one@customer.example', name: 'one' },
      to: ['sales@inbound.localhost'],
      deliveries: [{ integration: 'sales', fate: 'delivered', crm: { contactId: expect.any(String) } }],
    });
    expect(subjectsOf(await page('?q=one@customer.example'))).toEqual(['Offer one']);
    expect(subjectsOf(await page('?q=offer+TWO'))).toEqual(['Offer two']);
    expect(subjectsOf(await page(`?q=${all.mails[0]!.mailId}`))).toEqual(['Offer three']);
    expect(subjectsOf(await page(`?q=${all.mails[2]!.eventId}`))).toEqual(['Offer one']);
    expect(subjectsOf(await page('?fate=shadowed'))).toEqual(['Offer two']);
    expect(subjectsOf(await page('?fate=unrouted'))).toEqual(['Offer three']);
    expect(subjectsOf(await page('?connection=hub&q=offer'))).toEqual(['Offer two', 'Offer one']);
    expect(subjectsOf(await page('?integration=other'))).toEqual(['Offer two']);
    expect(subjectsOf(await page('?tenant=beta'))).toEqual(['Offer two']);
    expect(subjectsOf(await page('?tenant=beta&q=one@customer.example'))).toEqual([]);
    expect((await page('?tenant=beta')).waiting).not.toHaveProperty('unread');
  }, 60_000);

  it('shows one mail with its way, its source, and the counts of its day', async () => {
    const [card] = (await page('?q=one@customer.example')).mails;
    const detail = (await (await pipeline.api(`/v1/mails/${card!.mailId}`)).json()) as Record<string, unknown>;
    const source = await (await pipeline.api(`/v1/mails/${card!.eventId}/source`)).json();
    const counts = (await (await pipeline.api('/v1/mails/counts')).json()) as { days: Array<{ byFate: object }> };
    const link = await pipeline.api(`/v1/events/${card!.eventId}/raw?answer=link`);
    const { url } = (await link.json()) as { url: string };

    expect(detail).toMatchObject({
      card: { subject: 'Offer one' },
      event: { message: { subject: 'Offer one' } },
      timeline: [{ hop: 'received' }, { hop: 'read' }, { hop: 'written' }, { hop: 'settled', state: 'done' }],
      records: expect.arrayContaining([expect.objectContaining({ vendor: 'hubspot', type: 'contact' })]),
    });
    expect(source).toMatchObject({ isCut: false, parts: { type: 'text/plain' } });
    expect(counts).toMatchObject({ total: 3 });
    expect(counts.days[0]!.byFate).toEqual({ delivered: 1, shadowed: 1, unrouted: 1 });
    expect(await (await fetch(url)).text()).toContain('Subject: Offer one');
    expect((await pipeline.api('/v1/mails/nothing')).status).toBe(404);
    expect(await (await pipeline.api('/v1/me')).json()).toMatchObject({
      scopes: expect.arrayContaining(['events:read']),
    });
  });

  it('goes on behind a cursor while new mail arrives', async () => {
    const first = await page('?limit=2');
    await send('four', 'sales');
    await eventually(async () => ((await page()).mails.length === 4 ? true : undefined), 'the new mail is listed');
    const rest = await page(`?limit=2&cursor=${first.cursor}`);

    expect([...subjectsOf(first), ...subjectsOf(rest)]).toEqual(['Offer three', 'Offer two', 'Offer one']);
    expect((await pipeline.api('/v1/mails?cursor=forged')).status).toBe(400);
    expect((await pipeline.api(`/v1/mails?tenant=acme&cursor=${first.cursor}`)).status).toBe(400);
    expect((await pipeline.api('/v1/mails?fate=lost')).status).toBe(400);
  }, 60_000);
});
