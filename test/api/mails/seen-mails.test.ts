import { type SeenMailPorts, seeMails } from '../../../lambdas/api/mails/seen-mails.ts';
import { portsOver, sharedEvent } from '../../helpers/visible-mail.ts';

/** A mail that reached the integrations `sales` of acme and `other` of beta. */
function portsOf(situation: Parameters<typeof portsOver>[0] = {}): SeenMailPorts {
  const { ports } = portsOver(situation);
  return {
    ...ports,
    deliveries: async () => {
      const found = await ports.ledgerEvent(sharedEvent.eventId);
      return new Map([[sharedEvent.eventId, found!.deliveries]]);
    },
  };
}

describe('seeMails', () => {
  it('shows a tenant its own recipients and deliveries alone', async () => {
    const [seen] = await seeMails(portsOf(), ['mail-1'], 'acme');

    expect(seen!.mail.recipients).toEqual([{ address: 'sales@inbound.localhost', integration: 'sales' }]);
    expect(seen!.deliveries.map(({ integration }) => integration)).toEqual(['sales']);
    expect(seen!.event).toMatchObject({
      envelope: { rcptTo: ['sales@inbound.localhost'] },
      route: { integration: 'sales' },
    });
  });

  it('shows a caller of all tenants everything', async () => {
    const [seen] = await seeMails(portsOf(), ['mail-1'], undefined);

    expect(seen!.mail.recipients).toHaveLength(2);
    expect(seen!.deliveries).toHaveLength(2);
  });

  it('takes out of the subject what the integration keeps back', async () => {
    const event = { message: { ...sharedEvent.message, subject: 'Card 4111 1111 1111 1111' } };
    const integration = { dataLoss: { redact: true, rules: [] } };
    const [seen] = await seeMails(portsOf({ event, integration }), ['mail-1'], 'acme');

    expect(seen!.event!.message.subject).toBe('Card [card-number]');
  });

  it('shows no content of a mail that was erased, or whose event is gone', async () => {
    const [erased] = await seeMails(portsOf({ delivery: { erasedAt: 't' } }), ['mail-1'], 'acme');
    const [gone] = await seeMails(portsOf({ isObjectGone: true }), ['mail-1'], 'acme');

    expect([erased!.event, gone!.event]).toEqual([undefined, undefined]);
  });

  it('leaves out a mail that did not reach the tenant, and one that is gone', async () => {
    expect(await seeMails(portsOf(), ['mail-1', 'mail-2'], 'gamma')).toEqual([]);
    expect(await seeMails({ ...portsOf(), mails: async () => new Map() }, ['mail-2'], undefined)).toEqual([]);
  });
});
