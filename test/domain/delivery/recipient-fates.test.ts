import type { Delivery } from '../../../lambdas/domain/delivery/delivery.ts';
import type { MailRecord } from '../../../lambdas/domain/delivery/ledger.ts';
import { recipientFates } from '../../../lambdas/domain/delivery/recipient-fates.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

const mail = (changes: Partial<MailRecord> = {}): MailRecord => ({
  mailId: 'm',
  objectKey: 'x',
  receivedAt: 'x',
  state: 'parsed',
  recipients: [{ address: 'sales@in.example', integration: 'sales' }, { address: 'x@in.example' }],
  ...changes,
});
const delivery = (changes: Partial<Delivery> = {}): Delivery => ({
  ...aDelivery(anEvent()),
  attempts: 0,
  fence: 0,
  steps: {},
  ...changes,
});
const unrouted = { recipient: 'x@in.example', fate: 'unrouted', reason: 'no integration has this address' };

describe('recipientFates', () => {
  it('gives each recipient the fate of its delivery, or says that nobody has the address', () => {
    const ended = delivery({ fate: 'filtered', reason: 'rule r' });

    expect(recipientFates(mail(), [delivery({ integration: 'other' }), ended])).toEqual([
      { recipient: 'sales@in.example', integration: 'sales', delivery: ended, fate: 'filtered', reason: 'rule r' },
      unrouted,
    ]);
  });

  it('gives no fate while the delivery is on its way, or where the ledger has none', () => {
    const [pending] = recipientFates(mail(), [delivery()]);
    const [lost] = recipientFates(mail(), []);

    expect(pending).toEqual({ recipient: 'sales@in.example', integration: 'sales', delivery: delivery() });
    expect(lost).toEqual({ recipient: 'sales@in.example', integration: 'sales' });
  });

  it('gives every recipient of a quarantined mail its reason', () => {
    const fates = recipientFates(mail({ state: 'quarantined', reason: 'too deep' }), []);

    expect(fates.map(({ fate, reason }) => [fate, reason])).toEqual([
      ['quarantined', 'too deep'],
      ['quarantined', 'too deep'],
    ]);
  });
});
