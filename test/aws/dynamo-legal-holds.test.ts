import { createDynamoControl } from '../../lambdas/aws/dynamo-control.ts';
import { createLegalHolds } from '../../lambdas/aws/dynamo-legal-holds.ts';
import type { LegalHold } from '../../lambdas/domain/delivery/legal-hold.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const store = () => createLegalHolds({ dynamo: database().dynamo, table: database().controlTable });
const hold: LegalHold = {
  id: 'hold_1',
  kind: 'address',
  address: 'ada@customer.example',
  reason: 'case 7',
  placedAt: '2026-11-20T12:00:00.000Z',
  placedBy: 'laptop',
  state: 'placing',
};
const older: LegalHold = {
  id: 'hold_2',
  kind: 'time',
  from: '2026-01-01T00:00:00.000Z',
  to: '2026-02-01T00:00:00.000Z',
  reason: 'audit',
  placedAt: '2026-11-19T12:00:00.000Z',
  state: 'placed',
};

beforeEach(async () => {
  for (const { id, state } of await store().list()) {
    await store().move(id, [state], 'releasing');
    await store().remove(id);
  }
});

describe('createLegalHolds', () => {
  it('lists what was added, oldest first', async () => {
    for (const each of [hold, older]) await store().add(each);

    expect(await store().list()).toEqual([older, hold]);
  });

  it('does not replace a hold', async () => {
    expect(await store().add(hold)).toBe(true);
    expect(await store().add({ ...hold, reason: 'another' })).toBe(false);
    expect(await store().list()).toEqual([hold]);
  });

  it('keeps the progress of the work in its state, and begins anew in the next', async () => {
    await store().add(hold);
    const progress = { cursor: { pk: 'MAIL#m', sk: 'MAIL' }, mails: 3, objects: 9 };

    expect(await store().advance(hold.id, 'placing', progress)).toBe(true);
    expect(await store().records()).toEqual([{ hold, progress }]);
    expect(await store().move(hold.id, ['placing', 'placed'], 'releasing')).toBe(true);
    expect(await store().records()).toEqual([
      { hold: { ...hold, state: 'releasing' }, progress: { mails: 0, objects: 0 } },
    ]);
  });

  it('stops the work of a state that has ended', async () => {
    await store().add(hold);
    await store().move(hold.id, ['placing'], 'releasing');

    expect(await store().advance(hold.id, 'placing', { mails: 1, objects: 1 })).toBe(false);
    expect(await store().move(hold.id, ['placing'], 'placed')).toBe(false);
    expect(await store().move('hold_unknown', ['placing'], 'placed')).toBe(false);
  });

  it('deletes no hold that is in force', async () => {
    await store().add(older);

    expect(await store().remove(older.id)).toBe(false);
    await store().move(older.id, ['placed'], 'releasing');
    expect(await store().remove(older.id)).toBe(true);
    expect(await store().list()).toEqual([]);
  });

  it('is no part of the integrations', async () => {
    const control = createDynamoControl(database().dynamo, database().controlTable, () => Date.now());
    await store().add(hold);

    expect(await control.integrations()).toHaveLength(1);
    expect(await control.intake(hold.id)).toBeUndefined();
  });
});
