import type { MailRecord } from '../../../lambdas/domain/delivery/ledger.ts';
import {
  cardsOf,
  filterWords,
  mailIdAt,
  placeOfMail,
  timeAt,
  trustBandOf,
} from '../../../lambdas/domain/delivery/mail-cards.ts';

const at = '2026-11-20T09:00:00.000Z';
const mail = (...integrations: Array<string | undefined>): MailRecord => ({
  mailId: 'm1',
  objectKey: 'inbound/m1',
  receivedAt: at,
  state: 'parsed',
  eventId: 'e1',
  recipients: integrations.map((integration) => ({
    address: 'a@b.example',
    ...(integration === undefined ? {} : { integration }),
  })),
});
const sales = { integration: 'sales', tenant: 'acme' };
const other = { integration: 'other', tenant: 'beta', fate: 'delivered' as const };

describe('cardsOf', () => {
  it('puts a mail into the list of each tenant that it was routed to, with its fates there', () => {
    expect(
      cardsOf([mail('sales', 'help', 'other')], [sales, { ...sales, integration: 'help', fate: 'dead' }, other]),
    ).toEqual([
      { tenant: 'acme', mailId: 'm1', receivedAt: at, fates: ['dead', 'pending'], integrations: ['help', 'sales'] },
      { tenant: 'beta', mailId: 'm1', receivedAt: at, fates: ['delivered'], integrations: ['other'] },
    ]);
  });

  it('puts a copy only into the lists of its own recipients', () => {
    const copy = { ...mail('other'), mailId: 'm2' };

    expect(cardsOf([mail('sales'), copy], [sales, other]).map(({ tenant, mailId }) => [tenant, mailId])).toEqual([
      ['acme', 'm1'],
      ['beta', 'm2'],
    ]);
  });

  it.each<[string, MailRecord, Parameters<typeof cardsOf>[1], unknown]>([
    ['a mail that nobody has', mail(undefined), [], [['-', 'unrouted']]],
    ['a mail without recipients', mail(), [], [['-', 'unrouted']]],
    [
      'a recipient whom nobody has',
      mail('sales', undefined),
      [sales],
      [
        ['acme', 'pending'],
        ['-', 'unrouted'],
      ],
    ],
    ['a mail that was quarantined', { ...mail('sales'), state: 'quarantined' }, [], [['-', 'quarantined']]],
    ['a mail of the canary', mail('postern-canary'), [{ integration: 'postern-canary', tenant: 'postern-canary' }], []],
    ['a mail whose deliveries are not written yet', mail('sales'), [], []],
    ['a mail that was erased', mail('sales'), [{ ...sales, fate: 'dead', erasedAt: at }], []],
  ])('lists %s', (_, record, deliveries, expected) => {
    expect(cardsOf([record], deliveries).map(({ tenant, fates }) => [tenant, ...fates])).toEqual(expected);
  });
});

describe('the place of a mail', () => {
  it('is in the order of receipt, and leads back to the mail', () => {
    const place = placeOfMail({ receivedAt: at, mailId: 'a#b' });

    expect(place > placeOfMail({ receivedAt: '2026-11-19T23:59:59.999Z', mailId: 'z' })).toBe(true);
    expect([timeAt(place), mailIdAt(place)]).toEqual([at, 'a#b']);
  });
});

describe('the words of filters', () => {
  it('are those that a mail has', () => {
    expect(filterWords({ kind: 'human', attachments: 'no' })).toEqual(['kind:human', 'attachments:no']);
    expect(filterWords({})).toEqual([]);
  });

  it.each([
    [undefined, undefined],
    [0, 'suspicious'],
    [20, 'doubtful'],
    [50, 'neutral'],
    [80, 'trusted'],
    [100, 'trusted'],
  ])('put a score of %s into the band %s', (score, band) => {
    expect(trustBandOf(score)).toBe(band);
  });
});
