import { findEvent, findLedgerEvent, ownMailsOf, whole } from '../../lambdas/api/visible-event.ts';
import { bodyOf, portsOver, sharedEvent } from '../helpers/visible-mail.ts';

const question = { eventId: sharedEvent.eventId, tenant: 'acme', integration: undefined };

describe('findEvent', () => {
  it('shows an event as it went to the integration of the caller, without the recipients of others', async () => {
    const found = await findEvent(portsOver().ports, question);

    expect(found?.event).toMatchObject({
      eventId: sharedEvent.eventId,
      route: { integration: 'sales' },
      thread: { key: 'thread-1' },
      envelope: { rcptTo: ['sales@inbound.localhost'] },
    });
    expect(found?.deliveries.map(({ integration }) => integration)).toEqual(['sales']);
  });

  it('shows a caller of all tenants the integration that is asked for', async () => {
    const found = await findEvent(portsOver().ports, { ...question, tenant: undefined, integration: 'other' });

    expect(found?.event.route).toEqual({ integration: 'other' });
    expect(found?.deliveries).toHaveLength(2);
  });

  it.each<[string, Partial<typeof question>, Parameters<typeof portsOver>[0]]>([
    ['of another tenant', { tenant: 'gamma' }, {}],
    ['that is unknown', { eventId: `evt_${'0'.repeat(32)}` }, {}],
    ['with an id that is none', { eventId: '../secrets' }, {}],
    ['at an integration of another tenant', { integration: 'other' } as never, {}],
    ['whose integration is configured no more', {}, { integration: { key: 'new' } }],
    ['whose integration has moved to another tenant', {}, { integration: { tenant: 'beta' } }],
    ['whose object is gone', {}, { isObjectGone: true }],
  ])('finds nothing for an event %s', async (_, changes, situation) => {
    expect(await findEvent(portsOver(situation).ports, { ...question, ...changes })).toBeUndefined();
  });

  it('knows the way of an event whose object is gone', async () => {
    expect(await findLedgerEvent(portsOver({ isObjectGone: true }).ports, question)).toMatchObject({
      delivery: { integration: 'sales' },
    });
  });
});

describe('ownMailsOf', () => {
  it('names the recipients of the caller only', async () => {
    const { ports } = portsOver();
    const found = await findLedgerEvent(ports, question);

    expect((await ownMailsOf(ports, found!)).map(({ recipients }) => recipients)).toEqual([
      [{ address: 'sales@inbound.localhost', integration: 'sales' }],
    ]);
  });
});

describe('whole', () => {
  it('passes on what Lambda can answer, and says where the rest is', () => {
    const answer = { statusCode: 200, body: '"'.repeat(2_900_000) };

    expect(whole(answer, 'evt_1')).toBe(answer);
    const refusal = whole({ ...answer, body: '"'.repeat(3_000_000) }, 'evt_1');
    expect(refusal.statusCode).toBe(413);
    expect(bodyOf(refusal).links.raw).toBe('/v1/events/evt_1/raw');
  });
});
