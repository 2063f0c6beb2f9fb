import {
  appliedCount,
  auditKey,
  deliveryKey,
  eventRowKey,
  itemKey,
  leaseEndOf,
  markerKey,
  markerShard,
  messageKey,
  parkedItemPrefix,
  pendingShard,
  pendingShards,
  toDelivery,
  toEventRows,
  toKnownPerson,
  toMarker,
  toPendingDelivery,
  ttlAfter,
} from '../../lambdas/aws/ledger-rows.ts';

const row = {
  ...deliveryKey({ eventId: 'evt_1', integration: 'sales' }),
  eventId: 'evt_1',
  integration: 'sales',
  tenant: 'acme',
  lane: 'conversation',
  threadKey: 'thread-1',
  matchedBy: 'none',
  recipients: new Set(['a@x.example', 'b@x.example']),
  receivedAt: '2026-11-20T09:00:00.000Z',
  state: 'pending',
  attempts: 0,
  fence: 2,
  steps: {},
};

describe('keys of the ledger', () => {
  it('puts the rows of an event, and those of a parked conversation, into one partition each', () => {
    const id = { eventId: 'evt_1', integration: 'sales' };

    expect(deliveryKey(id).pk).toBe(eventRowKey('evt_1').pk);
    expect(itemKey('g', 'p')).toEqual({ pk: markerKey('g').pk, sk: `${parkedItemPrefix}p` });
    expect(markerKey('g').sk.startsWith(parkedItemPrefix)).toBe(false);
  });

  it('hashes a Message-ID, which can be long and hold addresses', () => {
    expect(messageKey('ada@x.example', 'evt_1')).toEqual({ pk: expect.not.stringContaining('ada'), sk: 'evt_1' });
  });

  it('keeps the audit by day', () => {
    expect(auditKey('2026-11-20T09:00:00.000Z', 'n')).toEqual({
      pk: 'AUDIT#2026-11-20',
      sk: '2026-11-20T09:00:00.000Z#n',
    });
  });

  it('spreads pending rows over the shards of their lane, each always over the same', () => {
    const shards = Array.from({ length: 200 }, (_, nth) => pendingShard('conversation', `evt_${nth}`));

    expect(new Set(shards)).toEqual(new Set(pendingShards('conversation')));
    expect(pendingShard('conversation', 'evt_1')).toBe(shards[1]);
  });

  it.each([
    [{ kind: 'poisoned' as const }, 'marker'],
    [{ kind: 'poisoned' as const, connection: 'main' }, 'marker'],
    [{ kind: 'buffered' as const, connection: 'main' }, 'buffered#main'],
  ])('lists a marker of %j under %s', (reason, shard) => {
    expect(markerShard(reason)).toBe(shard);
  });
});

describe('rows of the ledger', () => {
  it('reads a delivery without the attributes that only the table needs', () => {
    const lease = Date.parse('2026-11-20T10:00:00.000Z');
    const { pk, sk, ...delivery } = row;

    const read = toDelivery({ ...row, leaseUntil: lease, pendingShard: 's', ttl: 5, applied: new Set(['c']) });

    expect(read).toEqual({
      ...delivery,
      recipients: ['a@x.example', 'b@x.example'],
      leaseUntil: '2026-11-20T10:00:00.000Z',
    });
    expect(toDelivery(row)).not.toHaveProperty('leaseUntil');
  });

  it('reads what the index projects of a delivery, and no less', () => {
    const { eventId, integration, threadKey, lane, receivedAt } = row;

    expect(toPendingDelivery({ eventId, integration, threadKey, lane, receivedAt })).toMatchObject({ eventId, lane });
    expect(() => toPendingDelivery({ eventId, integration, threadKey, lane })).toThrow('receivedAt');
  });

  it.each([
    [{}, 0],
    [{ applied: new Set(['a']) }, 1],
    [{ applied: new Set(['a', 'b']) }, 2],
  ])('counts the changes that are effective', (applied, count) => {
    expect(appliedCount(applied)).toBe(count);
  });

  it('reads the partition of an event', () => {
    const head = { ...eventRowKey('evt_1'), mails: new Set(['mail-1', 'mail-2']) };

    expect(toEventRows([row])).toBeUndefined();
    expect(toEventRows([row, head])).toMatchObject({
      mails: ['mail-1', 'mail-2'],
      deliveries: [{ integration: 'sales' }],
    });
    expect(toEventRows([head, { pk: head.pk, sk: 'CONFLICT', conflictsWith: 'evt_2' }])).toMatchObject({
      conflictsWith: 'evt_2',
      deliveries: [],
    });
  });

  it('reads a marker of an earlier version, which had no kind', () => {
    const marker = { group: 'g', head: 'evt_1', reason: 'r', since: 't', version: 1 };

    expect(toMarker(marker)).toEqual({ ...marker, kind: 'poisoned', waiting: 0 });
    expect(toMarker({ ...marker, kind: 'buffered', connection: 'main', waiting: 2, holder: 'h' })).toEqual({
      ...marker,
      kind: 'buffered',
      connection: 'main',
      waiting: 2,
    });
    expect(toMarker({ ...marker, kind: 'poisoned', connection: 'main' })).not.toHaveProperty('connection');
  });

  it('reads empty company and answers of a person as absent', () => {
    expect(toKnownPerson({ contact: 'c1', at: 't', company: '', crm: undefined, ttl: 5 })).toEqual({
      contact: 'c1',
      at: 't',
    });
  });

  it('takes the lease of a refused row, and this moment where there is none', () => {
    const now = new Date('2026-11-20T10:00:00.000Z');

    expect(leaseEndOf({ leaseUntil: 5 }, now)).toEqual(new Date(5));
    expect(leaseEndOf({}, now)).toEqual(now);
    expect(leaseEndOf(undefined, now)).toEqual(now);
  });

  it('counts a time to live from whole seconds', () => {
    expect(ttlAfter(new Date(1_999), 10)).toBe(11);
  });
});
