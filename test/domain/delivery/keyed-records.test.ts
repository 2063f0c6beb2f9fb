import { keyedRecords } from '../../../lambdas/domain/delivery/keyed-records.ts';
import type { SharedRecords } from '../../../lambdas/domain/delivery/ledger.ts';
import { subjectFor } from '../../helpers/builders.ts';

const now = new Date('2026-11-20T09:00:00.000Z');

describe('keyedRecords', () => {
  it('asks for every record under its keyed hash, and passes the other arguments on', async () => {
    const asked: unknown[] = [];
    const note =
      (port: string) =>
      async (...given: unknown[]) =>
        void asked.push([port, ...given]);
    const records = { claim: note('claim'), remember: note('remember'), drop: note('drop'), forget: note('forget') };
    const keyed = keyedRecords(records as unknown as SharedRecords, async () => subjectFor);
    const key = subjectFor('record/', 'contact ada@customer.example');

    await keyed.claim('contact ada@customer.example', 'holder', now, now);
    await keyed.remember('contact ada@customer.example', 'holder', 'id', now);
    await keyed.drop('contact ada@customer.example', 'holder', now);
    await keyed.forget('contact ada@customer.example');

    expect(asked).toEqual([
      ['claim', key, 'holder', now, now],
      ['remember', key, 'holder', 'id', now],
      ['drop', key, 'holder', now],
      ['forget', key],
    ]);
  });
});
