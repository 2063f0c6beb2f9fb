import { createDataReport, dataReportLines } from '../../../cli/data/data-report.ts';
import { reportOf } from '../../../cli/data/report.ts';
import { retainedKinds } from '../../../lambdas/retention.ts';
import { aStoreOfData } from '../../helpers/stored-data.ts';

const kinds = retainedKinds({ rawDays: 14, eventDays: 400, attachmentDays: 400, ledgerDays: 400 });
const now = new Date('2026-11-25T10:00:00.000Z');
const receivedAt = '2026-11-20T10:00:00.000Z';
const ttl = Date.parse(receivedAt) / 1000 + 30 * 86_400;

/** A raw mail with an old version, one that was deleted, and rows: with an end, without one, open, and unknown. */
function someData() {
  const data = aStoreOfData();
  for (const text of ['old', 'newer']) data.put('mail', 'inbound/m1', text);
  data.put('mail', 'inbound/m2', 'gone');
  data.hide('mail', 'inbound/m2');
  data.tables.ledger.push(
    { pk: 'PERSON#1', sk: 'PERSON', at: receivedAt, ttl },
    { pk: 'MAIL#m1', sk: 'MAIL', receivedAt, state: 'parsed' },
    { pk: 'EVENT#1', sk: 'DELIVERY#a', receivedAt, state: 'pending', pendingShard: 'x' },
    { pk: 'LATER#1', sk: 'KIND' },
  );
  return data;
}
const lineOf = async (store: string, kind: string) =>
  (await reportOf(someData(), kinds, now, 1_000)).lines.find((line) => line.store === store && line.kind === kind);

describe('a report of what is stored', () => {
  it('counts objects and their old versions, and what goes when', async () => {
    expect(await lineOf('mail bucket', 'inbound/')).toMatchObject({
      content: 'raw mail',
      days: 14,
      count: 1,
      oldVersions: 3,
      bytes: 12,
      oldest: receivedAt,
      newest: receivedAt,
      goes: { 7: 3, 30: 4, 90: 4 },
    });
  });

  it.each([
    ['PERSON', { count: 1, endless: 0, goes: { 7: 0, 30: 1, 90: 1 }, oldest: receivedAt }],
    ['MAIL', { count: 1, endless: 1, goes: { 7: 0, 30: 0, 90: 0 } }],
    ['DELIVERY', { count: 1, endless: 0, goes: { 7: 0, 30: 0, 90: 0 } }],
    ['KIND', { count: 1, endless: 0 }],
  ])('counts rows of kind %s', async (kind, expected) => {
    expect(await lineOf('ledger', kind)).toMatchObject(expected);
  });

  it('has the price of a month, of tables with their backup', () => {
    const report = createDataReport(kinds, now);
    report.addObject('mail bucket', 'inbound/', {
      key: 'k',
      versionId: '1',
      isLatest: true,
      isMarker: false,
      size: 1e9,
      storedAt: now,
    });
    report.addRow('ledger', { pk: 'MAIL#1', sk: 'MAIL', text: 'x'.repeat(1e6) });
    const [object, row] = ['inbound/', 'MAIL'].map((kind) => report.lines().find((line) => line.kind === kind)!);

    expect(object!.usd).toBeCloseTo(0.023);
    expect(row!.usd).toBeCloseTo(0.45e-3, 5);
  });

  it('lists every kind of the table for programs, and those that are stored for people', async () => {
    const { lines, sampled } = await reportOf(someData(), kinds, now, 1_000);
    const text = dataReportLines(lines, sampled);

    expect(lines.slice(0, kinds.length).map(({ store, kind }) => `${store} ${kind}`)).toEqual(
      kinds.map(({ store, kind }) => `${store} ${kind}`),
    );
    expect(text.join('\n')).toContain('mail bucket inbound/ (raw mail): 1, 3 old version(s)');
    expect(text.join('\n')).toContain('ledger KIND: 1');
    expect(text.join('\n')).toContain('kept not in the table of retention');
    expect(text.join('\n')).not.toContain('receipts/');
    expect(text).toContain('1 row(s) of earlier versions have no end; give them one with: postern data age');
  });

  it('says which table it has looked at in part', async () => {
    const data = someData();
    const rowsOf = async function* () {
      yield [{ pk: 'a', sk: 'b' }];
      yield [{ pk: 'c', sk: 'd' }];
    };
    const { lines, sampled } = await reportOf({ ...data, rowsOf }, kinds, now, 1);

    expect(sampled).toEqual([
      ['ledger', 1],
      ['threads', 1],
      ['consent', 1],
      ['control', 1],
    ]);
    expect(dataReportLines(lines, sampled)).toContain(
      'Of the ledger table only the first 1 rows were looked at; --rows raises that.',
    );
  });
});
