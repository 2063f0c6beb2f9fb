import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { env } from '../../lambdas/env.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { operatorOf } from '../helpers/operator.ts';
import { discard, type Pipeline, startPipeline } from '../helpers/pipeline.ts';

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
}, 60_000);
afterAll(() => discard(pipeline), 60_000);

const ada = 'ada@customer.example';
const send = (from: string, id: string): Promise<string> =>
  sendMail(pipeline.smtp, {
    from,
    to: ['sales@inbound.localhost'],
    raw: Buffer.from(
      `From: ${from}\r\nTo: sales@inbound.localhost\r\nSubject: ${id}\r\nMessage-ID: <${id}@customer.example>\r\n\r\nHi.\r\n`,
    ),
  });

type StoredRow = Record<string, unknown>;
/** Rows of the ledger that name a mail, its event or its delivery; work that is open is not among them. */
async function rowsOf(id: string): Promise<StoredRow[]> {
  const [{ eventId }] = (await pipeline.cli('trace', `<${id}@customer.example>`, '--json')).lines<{
    readonly eventId: string;
  }>() as [{ readonly eventId: string }];
  const { documents, environment, stop } = operatorOf(pipeline);
  const { Items = [] } = await documents.send(
    new ScanCommand({ TableName: environment[env.ledgerTable]!, ConsistentRead: true }),
  );
  stop();
  // The order of the feed is no part of a mail: its entries name the event.
  // The feed, and the index of the list of mails, only lead to what is held.
  const rows = Items.filter(({ sk }) => !/^(?:(?:ENTRY|FEED)#|INDEXED$)/.test(String(sk)));
  return rows.filter((row) => row.eventId === eventId || String(row.pk).endsWith(eventId));
}
const isHeld = ({ heldBy, ttl }: StoredRow): boolean => heldBy instanceof Set && !(Number(ttl ?? 1e12) < 2e11);
const delivered = (id: string): Promise<StoredRow[]> =>
  eventually(async () => {
    const rows = await rowsOf(id).catch(() => []);
    return rows.some(({ fate }) => fate === 'delivered') ? rows : undefined;
  }, `${id} is delivered`);

interface HoldLine {
  readonly id: string;
  readonly state: string;
  readonly mails: number;
}
async function legal(...words: string[]): Promise<HoldLine[]> {
  const { code, lines, stderr } = await pipeline.cli('holds', 'legal', ...words, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return lines<HoldLine>();
}
const now = ['--yes', '--settle', '0'];

describe('legal holds on a laptop', () => {
  it('keep mail that is stored and mail that arrives, until the last hold on it is released', async () => {
    const [onPerson] = await legal('place', '--address', ada, '--reason', 'case 7', ...now);
    await send(ada, 'held');
    await send('bob@customer.example', 'other');
    const [arrived, other] = await Promise.all([delivered('held'), delivered('other')]);

    expect(arrived.filter((row) => !isHeld(row)).map(({ sk }) => sk)).toEqual([]);
    expect(other.filter(isHeld)).toEqual([]);

    const [onAll] = await legal('place', '--tenant', 'acme', '--reason', 'audit', ...now);
    expect(onAll).toMatchObject({ state: 'placed', mails: 2 });
    expect((await rowsOf('other')).every(isHeld)).toBe(true);

    await legal('release', onPerson!.id, ...now);
    expect((await rowsOf('held')).every(isHeld)).toBe(true);
    await legal('release', onAll!.id, ...now);
    const after = [...(await rowsOf('held')), ...(await rowsOf('other'))];
    expect(after.filter(({ heldBy, heldUntil }) => heldBy !== undefined || heldUntil !== undefined)).toEqual([]);
    expect(after.filter(({ ttl }) => !(Number(ttl) < 2e10)).map(({ sk }) => sk)).toEqual([]);
    expect(await legal('list')).toEqual([]);
  }, 60_000);

  it('are not released under an id that is unknown, nor placed for a tenant that is', async () => {
    const unknown = await pipeline.cli('holds', 'legal', 'release', 'hold_unknown', ...now);
    const nobody = await pipeline.cli('holds', 'legal', 'place', '--tenant', 'nobody', '--reason', 'x', ...now);

    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('hold_unknown is no legal hold') });
    expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining('which no integration has') });
  });
});
