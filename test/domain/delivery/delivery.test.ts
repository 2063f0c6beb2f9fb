import {
  crmIds,
  decodeDeliveryMessage,
  deliveryMessageOf,
  groupOf,
  parseGroup,
  placeOf,
} from '../../../lambdas/domain/delivery/delivery.ts';

describe('decodeDeliveryMessage', () => {
  it('reads what deliveryMessageOf makes', () => {
    const message = deliveryMessageOf({ eventId: 'evt_1', integration: 'sales', threadKey: 't', person: 'p' });

    expect(decodeDeliveryMessage(JSON.stringify(message))).toEqual(message);
    expect(message).not.toHaveProperty('subject');
  });

  it.each(['', '{', '[]', '{"schema":"delivery/2"}', '{"schema":"delivery/1","eventId":""}'])(
    'refuses %j without quoting it',
    (body) => {
      expect(() => decodeDeliveryMessage(body)).toThrow();
    },
  );
});

describe('groupOf and parseGroup', () => {
  it.each([
    ['a conversation', { integration: 'sales', threadKey: 't1' }, 'sales#t1'],
    ['a conversation of a notification', { integration: 'sales~slack', threadKey: 't1' }, 'sales~slack#t1'],
    ['a thread key that holds the mark', { integration: 'sales', threadKey: 'a#b' }, 'sales#a#b'],
  ])('turn %s into its group and back', (_case, conversation, group) => {
    expect(groupOf(conversation)).toBe(group);
    expect(parseGroup(group)).toEqual(conversation);
  });
});

describe('placeOf', () => {
  it('orders deliveries by their receipt, then by their event', () => {
    const places = [
      { receivedAt: '2026-11-20T09:00:01.000Z', eventId: 'evt_a' },
      { receivedAt: '2026-11-20T09:00:00.000Z', eventId: 'evt_c' },
      { receivedAt: '2026-11-20T09:00:00.000Z', eventId: 'evt_b' },
    ].map(placeOf);

    expect(places.toSorted().map((place) => place.slice(-1))).toEqual(['b', 'c', 'a']);
  });
});

describe('crmIds', () => {
  it('names the records of the steps that have one', () => {
    const at = '2026-11-20T09:00:00.000Z';
    const done = (id?: string) => ({ state: 'done' as const, at, ...(id && { id }) });

    expect(crmIds({ contact: done('1'), company: done(), deal: done('3'), activity: { state: 'intent', at } })).toEqual(
      {
        contactId: '1',
        dealId: '3',
      },
    );
  });
});
