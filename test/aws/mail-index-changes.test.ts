import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { indexChanges, sourcesOf } from '../../lambdas/aws/mail-index-changes.ts';
import type { IndexSource } from '../../lambdas/aws/mail-index-rows.ts';
import type { IndexMails } from '../../lambdas/aws/mail-index-writer.ts';
import { notifyKey } from '../../lambdas/domain/configuration/integrations.ts';

const now = new Date('2026-11-20T09:10:00.000Z');
const change = (row: Record<string, unknown>, eventName = 'INSERT', ageSeconds = 1): DynamoDBRecord =>
  ({
    eventName,
    dynamodb: {
      Keys: marshall({ pk: row.pk, sk: row.sk }),
      NewImage: marshall(row),
      ApproximateCreationDateTime: now.getTime() / 1000 - ageSeconds,
    },
  }) as unknown as DynamoDBRecord;
const delivery = (eventId: string, more: Record<string, unknown> = {}) => ({
  pk: `EVENT#${eventId}`,
  sk: 'DELIVERY#sales',
  tenant: 'acme',
  integration: 'sales',
  ...more,
});
const mail = (mailId: string, eventId?: string) => ({ pk: `MAIL#${mailId}`, sk: 'MAIL', ...(eventId && { eventId }) });

describe('sourcesOf', () => {
  it.each<[string, DynamoDBRecord, IndexSource[]]>([
    ['a new delivery', change(delivery('e')), [{ eventId: 'e' }]],
    ['a fate', change(delivery('e', { fate: 'dead' }), 'MODIFY'), [{ eventId: 'e' }]],
    ['a new mail', change(mail('m', 'e')), [{ eventId: 'e' }]],
    ['a mail without an event', change(mail('m')), [{ mailId: 'm' }]],
    ['a quarantined mail that was read', change(mail('m', 'e'), 'MODIFY'), [{ eventId: 'e' }, { mailId: 'm' }]],
    ['a delivery of the canary', change(delivery('e', { tenant: 'postern-canary' })), []],
    ['a delivery that notifies', change(delivery('e', { integration: notifyKey('sales', 'slack') })), []],
    ['another row', change({ pk: 'MAIL#m', sk: 'READING' }), []],
    [
      'a mail that is gone',
      { eventName: 'REMOVE', dynamodb: { Keys: marshall(mail('m')) } } as never,
      [{ mailId: 'm' }],
    ],
    [
      'a delivery that is gone',
      { eventName: 'REMOVE', dynamodb: { Keys: marshall({ pk: 'EVENT#e', sk: 'DELIVERY#s' }) } } as never,
      [],
    ],
  ])('reads %s', (_, record, expected) => {
    expect(sourcesOf(record)).toEqual(expected);
  });
});

describe('indexChanges', () => {
  function indexThat(fails: (sources: readonly IndexSource[]) => boolean) {
    const indexed: IndexSource[][] = [];
    const logged: unknown[] = [];
    const index: IndexMails = async (sources) => {
      if (fails(sources)) throw new TypeError('a row lacks an attribute');
      indexed.push([...sources]);
    };
    const log = (key: string, fields: object = {}) => void logged.push([key, fields]);
    const run = (records: readonly DynamoDBRecord[]) =>
      indexChanges({ index, log: { info: log, warn: log, error: log }, now: () => now }, records);
    return { run, indexed, logged };
  }
  const isPoison = (source: IndexSource): boolean => 'eventId' in source && source.eventId === 'poison';

  it('indexes the mails of a batch together', async () => {
    const { run, indexed } = indexThat(() => false);
    await run([change(delivery('a')), change({ pk: 'x', sk: 'y' }), change(mail('m', 'b'))]);

    expect(indexed).toEqual([[{ eventId: 'a' }, { eventId: 'b' }]]);
  });

  it('does not ask for an index of nothing', async () => {
    const { run } = indexThat(() => true);

    await expect(run([change({ pk: 'x', sk: 'y' })])).resolves.toBeUndefined();
  });

  it('gives a young batch back, so that it is tried again', async () => {
    const { run } = indexThat((sources) => sources.some(isPoison));

    await expect(run([change(delivery('a')), change(delivery('poison'))])).rejects.toThrow('lacks');
  });

  it('leaves out what cannot be indexed after five minutes, and names it, so that the feed goes on', async () => {
    const { run, indexed, logged } = indexThat((sources) => sources.some(isPoison));
    await run(['a', 'poison', 'b'].map((eventId) => change(delivery(eventId), 'INSERT', 301)));

    expect(indexed).toEqual([[{ eventId: 'a' }], [{ eventId: 'b' }]]);
    expect(logged).toEqual([['mail-index.left-out', { eventId: 'poison', error: 'TypeError' }]]);
  });
});
