import {
  entryKey,
  entryRow,
  headKey,
  isHeadRow,
  markKey,
  toFeedEntry,
  toFeedItem,
} from '../../lambdas/aws/feed-rows.ts';
import { feedKey } from '../../lambdas/domain/configuration/integrations.ts';

describe('the keys of the feed', () => {
  it('have the order of the numbers, with the head behind all of them', () => {
    const keys = [1, 9, 10, 99_999, Number.MAX_SAFE_INTEGER].map((sequence) => entryKey('acme', sequence).sk);

    expect(keys.toSorted()).toEqual(keys);
    expect(headKey('acme').sk > keys.at(-1)!).toBe(true);
    expect(isHeadRow(headKey('acme'))).toBe(true);
  });

  it('mark a delivery in the partition of its event', () => {
    const id = { eventId: 'evt_1', integration: 'sales' };
    expect(markKey(id)).toEqual({ pk: 'EVENT#evt_1', sk: 'FEED#sales' });
    expect(markKey({ ...id, type: 'email.delivered/1' })).toEqual({ pk: 'EVENT#evt_1', sk: 'FEED#sales~~delivered' });
  });
});

describe('toFeedItem', () => {
  const row = {
    eventId: 'evt_1',
    integration: 'sales',
    tenant: 'acme',
    threadKey: 't',
    lane: 'suppression',
    receivedAt: '2026-11-20T09:00:00.000Z',
  };

  it('reads the row of a delivery, also one of an earlier version, and leaves out what it does not announce', () => {
    // `kind` of a delivery is the promise that it falls under, and not the kind of the mail.
    const item = toFeedItem({
      pk: 'p',
      sk: 's',
      ...row,
      kind: 'unsubscribe',
      mailKind: 'bounce',
      recipients: new Set(),
    });

    expect(item).toEqual({ ...row, kind: 'bounce' });
    expect(toFeedItem(row)).toEqual(row);
  });

  it('reads the row that announces the records of a mail as another entry of its integration', () => {
    expect(toFeedItem({ ...row, integration: feedKey('sales') })).toEqual({ ...row, type: 'email.delivered/1' });
    const entry = { ...toFeedItem({ ...row, integration: feedKey('sales') }), sequence: 7, recordedAt: 'r' };
    expect(toFeedEntry(entryRow(entry, 1))).toEqual(entry);
  });

  it('refuses a row of another kind', () => {
    expect(() => toFeedItem({ pk: 'p', sk: 's' })).toThrow(TypeError);
  });
});
