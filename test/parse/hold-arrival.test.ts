import type { HeldMail } from '../../lambdas/domain/delivery/held-mail.ts';
import type { HoldSubject, LegalHold } from '../../lambdas/domain/delivery/legal-hold.ts';
import { createHoldArrival } from '../../lambdas/parse/hold-arrival.ts';
import { silentLog } from '../helpers/builders.ts';

const subject: HoldSubject = {
  tenants: ['acme'],
  addresses: ['ada@customer.example'],
  threads: ['t1'],
  receivedAt: '2026-11-20T09:00:00.000Z',
};
const mail: HeldMail = {
  mailId: 'mail-1',
  objectKey: 'inbound/mail-1',
  receivedAt: '2026-11-20T09:00:00.000Z',
  hasReceipt: false,
};
const aHold = (id: string, tenant: string, state: LegalHold['state'] = 'placed'): LegalHold => ({
  id,
  kind: 'tenant',
  tenant,
  reason: 'case 7',
  placedAt: '2026-11-19T00:00:00.000Z',
  state,
});

function anArrival(holds: readonly LegalHold[], failure?: Error) {
  const calls: string[] = [];
  const arrival = createHoldArrival({
    legalHolds: async () => holds,
    keeper: {
      async put({ mailId }, ids) {
        calls.push(`${mailId} ${ids.join(' ')}`);
        if (failure !== undefined) throw failure;
        return 3;
      },
    },
    lockDenied: () => void calls.push('denied'),
    log: silentLog,
  });
  return { calls, arrive: () => arrival(subject, mail) };
}

describe('createHoldArrival', () => {
  it.each([
    { title: 'there is no hold', holds: [] },
    { title: 'none matches', holds: [aHold('h1', 'other')] },
    { title: 'the one that matches is being released', holds: [aHold('h1', 'acme', 'releasing')] },
  ])('makes no call when $title', async ({ holds }) => {
    const { calls, arrive } = anArrival(holds);
    await arrive();

    expect(calls).toEqual([]);
  });

  it('puts the mail under all holds that match', async () => {
    const { calls, arrive } = anArrival([aHold('h1', 'acme'), aHold('h2', 'other'), aHold('h3', 'acme', 'placing')]);
    await arrive();

    expect(calls).toEqual(['mail-1 h1 h3']);
  });

  it('lets a mail through that S3 does not lock, and counts it', async () => {
    const failure = Object.assign(new Error('S3 refused'), { name: 'ObjectLockDeniedError' });
    const { calls, arrive } = anArrival([aHold('h1', 'acme')], failure);
    await arrive();

    expect(calls).toEqual(['mail-1 h1', 'denied']);
  });

  it('fails with whatever else fails, so that the receipt is offered again', async () => {
    const { arrive } = anArrival([aHold('h1', 'acme')], new Error('throttled'));

    await expect(arrive()).rejects.toThrow('throttled');
  });

  it('fails when the holds cannot be read: mail that should be held is not acknowledged', async () => {
    const arrival = createHoldArrival({
      legalHolds: () => Promise.reject(new Error('no table')),
      keeper: { put: async () => 0 },
      lockDenied: () => {},
      log: silentLog,
    });

    await expect(arrival(subject, mail)).rejects.toThrow('no table');
  });
});
