import type { FakeRecord, FakeStore } from '../fake-store.ts';

const box = 'HasOptedOutOfEmail';

/** Keeps what becomes of the one field that the org tracks. */
export function track(store: FakeStore, before: FakeRecord | undefined, after: FakeRecord): void {
  const [was, is] = [before?.body[box] === true, after.body[box] === true];
  if (was === is || !['Contact', 'Lead'].includes(after.type)) return;
  // To the second, as Salesforce dates.
  const CreatedDate = new Date(store.now()).toISOString().replace(/\d{3}Z$/, '000+0000');
  store.insert(`${after.type}History`, { of: after.id, Field: box, OldValue: was, NewValue: is, CreatedDate });
}

/** Rows of a history with what they say of their record, as a query through the relation sees it. */
export function historyRows(store: FakeStore, object: string): FakeRecord[] {
  const parent = object.replace(/History$/, '');
  return store.list(object).map((row) => {
    const { body } = store.get(parent, row.body.of) ?? { body: {} as FakeRecord['body'] };
    const held = Object.entries({ Email: null, [box]: false, ...body }).map(([name, value]) => [
      `${parent}.${name}`,
      value,
    ]);
    return { ...row, body: { ...row.body, ...Object.fromEntries(held) } };
  });
}
