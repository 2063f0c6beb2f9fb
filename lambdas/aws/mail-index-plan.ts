import { fateWord, type MailCardFacts, placeOfMail } from '../domain/delivery/mail-cards.ts';
import type { SubjectHash } from '../domain/mail/subject-hash.ts';
import type { Row } from './dynamo-row.ts';
import { ttlAfter } from './ledger-rows.ts';
import {
  cardKey,
  dayKey,
  fateCount,
  type Indexed,
  type IndexSource,
  indexedKey,
  receivedCount,
  wordKey,
} from './mail-index-rows.ts';
import type { TransactItem } from './thread-claims.ts';

/** Items of one source in a transaction, which takes 100 with the counts. */
const itemsPerPlan = 80;

/** The table of the index, with the settings of its rows. */
export interface IndexTable {
  readonly table: string;
  readonly hash: SubjectHash;
  readonly keptSeconds: number;
}

/** Changes of the counts of a day. */
interface DayChange {
  /** When the newest mail of the change was received, ISO 8601 UTC. */
  readonly newest: string;
  readonly by: ReadonlyMap<string, number>;
}

/** Changes of counts by tenant and day. */
type CountChanges = ReadonlyMap<string, DayChange>;

/** The writes that bring the index of one source up to date, or a part of the way. */
export interface IndexPlan {
  readonly source: IndexSource;
  /** The first is the row of what is indexed: where it has changed meanwhile, the plan is void. */
  readonly items: readonly TransactItem[];
  readonly counts: CountChanges;
  /** Whether more is to be written after it. */
  readonly isPart: boolean;
}

interface CardChange {
  readonly before?: MailCardFacts;
  readonly after?: MailCardFacts;
}

const idOf = (card: MailCardFacts): string => `${card.tenant} ${placeOfMail(card)}`;

const isSame = (before: MailCardFacts, after: MailCardFacts): boolean =>
  before.fates.join() === after.fates.join() && before.integrations.join() === after.integrations.join();

/** The cards that differ between two states of a source. */
export function cardChanges(before: readonly MailCardFacts[], after: readonly MailCardFacts[]): CardChange[] {
  const wanted = new Map(after.map((card) => [idOf(card), card]));
  const known = new Map(before.map((card) => [idOf(card), card]));
  const removed = before.filter((card) => !wanted.has(idOf(card))).map((card) => ({ before: card }));
  const written = after.flatMap((card): CardChange[] => {
    const earlier = known.get(idOf(card));
    if (earlier === undefined) return [{ after: card }];
    return isSame(earlier, card) ? [] : [{ before: earlier, after: card }];
  });
  return [...removed, ...written];
}

/** The writes for what differs; undefined where nothing does. */
export function planIndex(
  target: IndexTable,
  source: IndexSource,
  indexed: Indexed,
  wanted: readonly MailCardFacts[],
): IndexPlan | undefined {
  const changes = cardChanges(indexed.cards, wanted);
  if (changes.length === 0) return undefined;
  const fitting: CardChange[] = [];
  const items: TransactItem[] = [];
  for (const change of changes) {
    const more = itemsOf(target, change);
    if (fitting.length > 0 && items.length + more.length >= itemsPerPlan) break;
    fitting.push(change);
    items.push(...more);
  }
  const cards = new Map(indexed.cards.map((card) => [idOf(card), card]));
  for (const { before, after } of fitting) {
    if (before !== undefined) cards.delete(idOf(before));
    if (after !== undefined) cards.set(idOf(after), after);
  }
  return {
    source,
    items: [stateItem(target, source, indexed, [...cards.values()]), ...items],
    counts: countChanges(fitting),
    isPart: fitting.length < changes.length,
  };
}

/** Its condition holds for one writer of a version only: whoever was slower reads everything anew. */
function stateItem(
  { table: TableName, keptSeconds }: IndexTable,
  source: IndexSource,
  { version, cards: before }: Indexed,
  cards: readonly MailCardFacts[],
): TransactItem {
  const newest = [...before, ...cards].map(({ receivedAt }) => receivedAt).reduce((a, b) => (a > b ? a : b));
  const ttl = ttlAfter(new Date(newest), keptSeconds);
  return {
    Put: {
      TableName,
      Item: { ...indexedKey(source), version: version + 1, cards, ttl },
      ...(version === 0
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'version = :version', ExpressionAttributeValues: { ':version': version } }),
    },
  };
}

/** The card and the rows by which its fates are found. */
function itemsOf({ table: TableName, hash, keptSeconds }: IndexTable, { before, after }: CardChange): TransactItem[] {
  const card = (after ?? before)!;
  const place = placeOfMail(card);
  const ttl = ttlAfter(new Date(card.receivedAt), keptSeconds);
  const fateKey = (fate: string) => wordKey(card.tenant, hash(card.tenant, fateWord(fate)), place);
  const key = cardKey(card.tenant, place);
  const ended = (before?.fates ?? []).filter((fate) => !after?.fates.includes(fate));
  const begun = (after?.fates ?? []).filter((fate) => !before?.fates.includes(fate));
  const own: TransactItem[] =
    after === undefined
      ? [{ Delete: { TableName, Key: key } }]
      : before === undefined
        ? [{ Put: { TableName, Item: { ...key, ttl } satisfies Row } }]
        : [];
  return [
    ...own,
    ...ended.map((fate): TransactItem => ({ Delete: { TableName, Key: fateKey(fate) } })),
    ...begun.map((fate): TransactItem => ({ Put: { TableName, Item: { ...fateKey(fate), ttl } } })),
  ];
}

const countChanges = (changes: readonly CardChange[]): CountChanges =>
  sumOfCounts(
    changes.flatMap(({ before, after }) => [
      ...(before === undefined ? [] : [countsOf(before, -1)]),
      ...(after === undefined ? [] : [countsOf(after, 1)]),
    ]),
  );

const countsOf = ({ tenant, receivedAt, fates }: MailCardFacts, by: number): CountChanges =>
  new Map([
    [
      `${tenant} ${receivedAt.slice(0, 10)}`,
      { newest: receivedAt, by: new Map([receivedCount, ...fates.map(fateCount)].map((name) => [name, by])) },
    ],
  ]);

/** The sum of changes of counts; what adds up to nothing is left out. */
export function sumOfCounts(all: readonly CountChanges[]): CountChanges {
  const days = Map.groupBy(
    all.flatMap((counts) => [...counts]),
    ([day]) => day,
  );
  const sums = [...days].map(([day, changes]) => [day, sumOfDay(changes.map(([, change]) => change))] as const);
  return new Map(sums.filter(([, { by }]) => by.size > 0));
}

function sumOfDay(changes: readonly DayChange[]): DayChange {
  const sum = new Map<string, number>();
  for (const [name, by] of changes.flatMap((change) => [...change.by])) sum.set(name, (sum.get(name) ?? 0) + by);
  return {
    newest: changes.map(({ newest }) => newest).reduce((a, b) => (a > b ? a : b)),
    by: new Map([...sum].filter(([, by]) => by !== 0)),
  };
}

/** The writes of changed counts. */
export const countItems = ({ table: TableName, keptSeconds }: IndexTable, counts: CountChanges): TransactItem[] =>
  [...counts].map(([key, { newest, by }]) => {
    const [tenant = '', day = ''] = key.split(' ');
    const names = [...by.keys()];
    return {
      Update: {
        TableName,
        Key: dayKey(tenant, day),
        UpdateExpression: `SET #ttl = :ttl ADD ${names.map((_, nth) => `#n${nth} :n${nth}`).join(', ')}`,
        ExpressionAttributeNames: {
          '#ttl': 'ttl',
          ...Object.fromEntries(names.map((name, nth) => [`#n${nth}`, name])),
        },
        ExpressionAttributeValues: {
          ':ttl': ttlAfter(new Date(newest), keptSeconds),
          ...Object.fromEntries([...by.values()].map((change, nth) => [`:n${nth}`, change])),
        },
      },
    };
  });
