import { createQueryScans, createReadScans, createRecordScan } from '../../lambdas/aws/dynamo-scans.ts';
import { createLedgerReader } from '../../lambdas/aws/ledger-reader.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const tableOf = () => ({ dynamo: database().dynamo, table: database().ledgerTable });
const idOf = (letter: string): string => `evt_${letter.repeat(32)}`;
const at = (second: number): string => new Date(Date.UTC(2026, 10, 20, 10, 0, second)).toISOString();

describe('the results of scans in the ledger', () => {
  it('are read by the keys of their objects, with a read and with a query', async () => {
    const record = createRecordScan(tableOf());
    const eventId = idOf('a');
    await record({ eventId, part: '0', status: 'NO_THREATS_FOUND', at: at(1) });
    await record({ eventId, part: '1.macro-free', status: 'THREATS_FOUND', threat: 'Eicar', at: at(2) });

    for (const readScans of [createReadScans(tableOf()), createQueryScans(tableOf())]) {
      expect([...(await readScans(eventId))].toSorted()).toEqual([
        [`attachments/${eventId}/0`, { kind: 'clean' }],
        [`attachments/${eventId}/1.macro-free`, { kind: 'infected', name: 'Eicar' }],
      ]);
      expect([...(await readScans(idOf('b')))]).toEqual([]);
    }
  });

  it('are those that were published last, in whatever order and how often they come', async () => {
    const record = createRecordScan(tableOf());
    const eventId = idOf('c');
    const [first, second] = [
      { eventId, part: '0', status: 'NO_THREATS_FOUND', at: at(1) },
      { eventId, part: '0', status: 'THREATS_FOUND', at: at(2) },
    ] as const;
    for (const scan of [second, first, second, first]) await record(scan);

    expect([...(await createReadScans(tableOf())(eventId)).values()]).toEqual([
      { kind: 'infected', name: 'threat-found' },
    ]);
  });

  it('make no event of a mail that the ledger does not know', async () => {
    const eventId = idOf('d');
    await createRecordScan(tableOf())({ eventId, part: '0', status: 'FAILED', at: at(1) });

    expect(await createLedgerReader(database().dynamo, database().ledgerTable).event(eventId)).toBeUndefined();
  });
});
