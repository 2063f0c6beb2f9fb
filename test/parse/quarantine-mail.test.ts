import type { Ledger } from '../../lambdas/domain/delivery/ledger.ts';
import { createQuarantineMail } from '../../lambdas/parse/quarantine-mail.ts';
import { anIntegration, aReceipt, silentLog } from '../helpers/builders.ts';

describe('createQuarantineMail', () => {
  it('stores the receipt, and records the mail with its reason, by what its receipt says', async () => {
    const records: unknown[] = [];
    const store = { putReceipt: async (...receipt: readonly string[]) => void records.push(receipt) };
    const ledger: Pick<Ledger, 'recordMail'> = {
      recordMail: async (...record) => {
        records.push(record);
        return {};
      },
    };

    const received = await createQuarantineMail({
      store,
      ledger,
      control: { integrations: async () => [anIntegration()] },
      holdArrival: async (...held) => void records.push(held),
      log: silentLog,
    })(aReceipt(), '{}', {
      code: 'too-large',
      message: 'more than 40 MB',
    });

    expect(received).toEqual({ state: 'quarantined', deliveries: 0, reason: 'too-large: more than 40 MB' });
    expect(records).toEqual([
      ['mail-1', '{}'],
      [
        {
          mailId: 'mail-1',
          objectKey: 'inbound/mail-1',
          receivedAt: '2026-11-20T09:00:00.000Z',
          state: 'quarantined',
          reason: 'too-large: more than 40 MB',
          recipients: [{ address: 'sales@inbound.localhost' }],
        },
      ],
      [
        {
          receivedAt: '2026-11-20T09:00:00.000Z',
          tenants: ['acme'],
          threads: [],
          addresses: ['ada@customer.example', 'sales@inbound.localhost'],
        },
        {
          mailId: 'mail-1',
          objectKey: 'inbound/mail-1',
          receivedAt: '2026-11-20T09:00:00.000Z',
          hasReceipt: true,
        },
      ],
    ]);
  });
});
