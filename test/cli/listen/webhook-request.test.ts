import { messageOf, signedHeaders } from '../../../cli/listen/webhook-request.ts';
import { aListedEvent } from '../../helpers/listed-event.ts';

const event = aListedEvent();

describe('messageOf', () => {
  it('has the form of a webhook, without the state of the delivery', () => {
    const shown = { eventId: 'evt_1', receivedAt: event.receivedAt, delivery: { fate: 'delivered' } };

    expect(JSON.parse(messageOf(event, shown).body)).toEqual({
      type: 'email.received',
      timestamp: event.receivedAt,
      data: { eventId: 'evt_1', receivedAt: event.receivedAt },
    });
  });

  it('has one id for an event at an integration, and another one at another', () => {
    const { id } = messageOf(event, {});

    expect(messageOf({ ...event, recordedAt: 'later' }, {}).id).toBe(id);
    expect(id).toMatch(/^msg_[0-9a-f]+$/);
    for (const other of [{ integration: 'help' }, { tenant: 'beta' }, { eventId: 'evt_2' }])
      expect(messageOf({ ...event, ...other }, {}).id).not.toBe(id);
  });
});

describe('signedHeaders', () => {
  it('signs by each secret and by both schemes', () => {
    const secrets = [7, 8].map((byte) => `whsec_${Buffer.alloc(24, byte).toString('base64')}`);

    const headers = signedHeaders(secrets, 'http://localhost/hook', { id: 'msg_1', body: '{}' }, new Date(0));

    expect(headers['webhook-signature']!.split(' ')).toHaveLength(2);
    expect(headers['signature-input']!.match(/sig\d=/g)).toHaveLength(2);
    expect(headers).toMatchObject({
      'webhook-id': 'msg_1',
      'webhook-timestamp': '0',
      'content-type': 'application/json',
    });
  });
});
