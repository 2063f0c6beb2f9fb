import fc from 'fast-check';
import {
  type HoldSubject,
  type HoldTarget,
  holdSubjectOf,
  holdsOf,
  type LegalHold,
  matches,
  targetKey,
} from '../../../lambdas/domain/delivery/legal-hold.ts';
import { anEvent } from '../../helpers/builders.ts';

const subject: HoldSubject = {
  tenants: ['acme'],
  addresses: ['ada@customer.example', 'sales@inbound.localhost'],
  threads: ['thread-1', 'thread-0'],
  receivedAt: '2026-11-20T09:00:00.000Z',
};
const aHold = (target: HoldTarget, changes: Partial<Pick<LegalHold, 'id' | 'state'>> = {}): LegalHold => ({
  id: 'h1',
  reason: 'case 7',
  placedAt: '2026-11-21T00:00:00.000Z',
  state: 'placed',
  ...target,
  ...changes,
});

describe('matches', () => {
  it.each<{ readonly title: string; readonly target: HoldTarget; readonly expected: boolean }>([
    { title: 'the tenant', target: { kind: 'tenant', tenant: 'acme' }, expected: true },
    { title: 'another tenant', target: { kind: 'tenant', tenant: 'other' }, expected: false },
    { title: 'a person of the mail', target: { kind: 'address', address: 'ada@customer.example' }, expected: true },
    { title: 'somebody else', target: { kind: 'address', address: 'ada@customer.example.org' }, expected: false },
    {
      title: 'the person at another tenant',
      target: { kind: 'address', address: 'ada@customer.example', tenant: 'other' },
      expected: false,
    },
    { title: 'a former key of its conversation', target: { kind: 'thread', threads: ['thread-0'] }, expected: true },
    { title: 'another conversation', target: { kind: 'thread', threads: ['thread-2'] }, expected: false },
    {
      title: 'a period that begins with its receipt',
      target: { kind: 'time', from: '2026-11-20T09:00:00.000Z', to: '2026-11-21T00:00:00.000Z' },
      expected: true,
    },
    {
      title: 'a period that ends with its receipt',
      target: { kind: 'time', from: '2026-11-19T00:00:00.000Z', to: '2026-11-20T09:00:00.000Z' },
      expected: false,
    },
    {
      title: 'a period that is spelled with an offset and without fractions',
      target: { kind: 'time', from: '2026-11-20T10:00:00+01:00', to: '2026-11-20T09:00:01Z' },
      expected: true,
    },
    {
      title: 'a period at another tenant',
      target: { kind: 'time', from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z', tenant: 'other' },
      expected: false,
    },
  ])('answers $expected for $title', ({ target, expected }) => {
    expect(matches(target, subject)).toBe(expected);
  });

  it('is not fooled by a time that is none', () => {
    const target: HoldTarget = { kind: 'time', from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };

    expect(matches(target, { ...subject, receivedAt: 'yesterday' })).toBe(false);
  });
});

const target = fc.oneof<Array<fc.Arbitrary<HoldTarget>>>(
  fc.record({ kind: fc.constant('tenant' as const), tenant: fc.constantFrom('acme', 'other') }),
  fc.record({ kind: fc.constant('address' as const), address: fc.constantFrom(...subject.addresses, 'x@y.example') }),
  fc.record({
    kind: fc.constant('thread' as const),
    threads: fc.array(fc.constantFrom('thread-0', 'thread-1', 'thread-2'), { minLength: 1, maxLength: 3 }),
  }),
);
const holds = fc
  .array(fc.tuple(target, fc.constantFrom<Array<LegalHold['state']>>('placing', 'placed', 'releasing')))
  .map((all) => all.map(([each, state], nth) => aHold(each, { id: `h${nth}`, state })));

describe('holdsOf', () => {
  it('is in force from the beginning of the placing until the beginning of the release', () => {
    const all = (['placing', 'placed', 'releasing'] as const).map((state) =>
      aHold({ kind: 'tenant', tenant: 'acme' }, { id: state, state }),
    );

    expect(holdsOf(all, subject).map(({ id }) => id)).toEqual(['placing', 'placed']);
  });

  it('keeps a mail as long as one of its holds is in force, in whichever order they are released', () => {
    fc.assert(
      fc.property(holds, fc.nat(), (all, which) => {
        const before = holdsOf(all, subject);
        if (before.length === 0) return;
        const released = before[which % before.length]!;
        const after = holdsOf(
          all.map((hold) => (hold.id === released.id ? { ...hold, state: 'releasing' as const } : hold)),
          subject,
        );
        expect(after.map(({ id }) => id)).toEqual(before.flatMap(({ id }) => (id === released.id ? [] : [id])));
      }),
    );
  });

  it('finds no more mail with a narrower subject', () => {
    fc.assert(
      fc.property(holds, (all) => {
        const narrow = holdsOf(all, { ...subject, tenants: [], threads: [] }).map(({ id }) => id);
        const wide = new Set(holdsOf(all, subject).map(({ id }) => id));
        expect(narrow.filter((id) => !wide.has(id))).toEqual([]);
      }),
    );
  });
});

describe('holdSubjectOf', () => {
  const event = anEvent({
    from: { name: 'Ada', address: 'Ada@Customer.Example' },
    to: [{ address: 'sales@inbound.localhost' }],
    cc: [{ address: 'Colleague@Customer.Example' }],
    bcc: [],
    replyTo: [{ address: 'reply@customer.example' }],
  });

  it('names everybody in the envelope and the address fields, normalized and once', () => {
    const { addresses } = holdSubjectOf({
      receivedAt: event.receivedAt,
      mailFrom: 'bounces@relay.example',
      recipients: [{ address: 'hidden@inbound.localhost' }],
      deliveries: [],
      event,
    });

    expect(addresses.toSorted()).toEqual([
      'ada@customer.example',
      'bounces@relay.example',
      'colleague@customer.example',
      'hidden@inbound.localhost',
      'reply@customer.example',
      'sales@inbound.localhost',
    ]);
  });

  it('names the people whom a bounce, a complaint and an unsubscribe are about', () => {
    const classification = {
      ...event.classification,
      bounce: { recipients: [{ address: 'gone@x.example', type: 'hard' as const }] },
      complaint: { feedbackType: 'abuse', recipients: ['angry@x.example'] },
      unsubscribe: { address: 'left@x.example' },
    };
    const { addresses } = holdSubjectOf({
      receivedAt: event.receivedAt,
      recipients: [],
      deliveries: [],
      event: { ...event, classification },
    });

    expect(addresses).toEqual(expect.arrayContaining(['gone@x.example', 'angry@x.example', 'left@x.example']));
  });

  it('has the tenants and all keys of the conversation of the deliveries', () => {
    const deliveries = [
      { tenant: 'acme', threadKey: 't1', aliases: ['t0'] },
      { tenant: 'acme', threadKey: 't1' },
      { tenant: 'other', threadKey: 't2' },
    ];

    expect(holdSubjectOf({ receivedAt: event.receivedAt, recipients: [], deliveries })).toEqual({
      receivedAt: event.receivedAt,
      tenants: ['acme', 'other'],
      threads: ['t1', 't0', 't2'],
      addresses: [],
    });
  });
});

describe('targetKey', () => {
  it('is equal for targets that match the same mail, and different for others', () => {
    const same: Array<[HoldTarget, HoldTarget]> = [
      [
        { kind: 'thread', threads: ['b', 'a'] },
        { kind: 'thread', threads: ['a', 'b'] },
      ],
      [
        { kind: 'time', from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
        { kind: 'time', from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T01:00:00+01:00' },
      ],
    ];
    for (const [left, right] of same) expect(targetKey(left)).toBe(targetKey(right));
    expect(targetKey({ kind: 'tenant', tenant: 'a' })).not.toBe(
      targetKey({ kind: 'address', address: 'a', tenant: 'a' }),
    );
  });
});
