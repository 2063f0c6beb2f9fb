import type { Ledger } from '../../lambdas/domain/delivery/ledger.ts';
import { createQuarantineMail } from '../../lambdas/parse/quarantine-mail.ts';
import { aReceipt, silentLog } from '../helpers/builders.ts';

describe('createQuarantineMail', () => {
  it('records the mail with its reason, by what its receipt says', async () => {
    const records: unknown[] = [];
    const ledger: Pick<Ledger, 'recordMail'> = {
      recordMail: async (...record) => {
        records.push(record);
        return {};
      },
    };

    const received = await createQuarantineMail({ ledger, log: silentLog })(aReceipt(), {
      code: 'too-large',
      message: 'more than 40 MB',
    });

    expect(received).toEqual({ state: 'quarantined', deliveries: 0, reason: 'too-large: more than 40 MB' });
    expect(records).toEqual([
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
    ]);
  });
});
