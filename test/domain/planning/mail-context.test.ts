import { mailContextOf } from '../../../lambdas/domain/planning/mail-context.ts';
import { aMail } from '../../helpers/builders.ts';

const own = { ownDomains: ['customer.example'] };

describe('mailContextOf', () => {
  it('finds the contact of a stranger’s mail, and whether that proves its sender', () => {
    const { event } = aMail({ to: [{ address: 'bob@elsewhere.example' }] });

    expect(mailContextOf(event)).toMatchObject({
      event,
      proof: 'proven',
      people: { contact: { email: 'ada@customer.example' } },
    });
    expect(mailContextOf({ ...event, authentication: { dmarc: 'fail' } })).toMatchObject({ proof: 'false' });
  });

  it('finds the other side of a mail that is proven to be of our own people', () => {
    const { event } = aMail({ to: [{ address: 'bob@elsewhere.example' }] });

    expect(mailContextOf(event, own).people).toMatchObject({
      direction: 'outbound',
      contact: { email: 'bob@elsewhere.example' },
    });
    expect(mailContextOf({ ...event, authentication: {} }, own).people).toMatchObject({ direction: 'inbound' });
  });
});
