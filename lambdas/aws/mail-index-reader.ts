import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { DayCounts, MailIndex, ReadBudget } from '../domain/delivery/mail-index.ts';
import { type PlaceList, type Sight, spentAt } from '../domain/delivery/place-lists.ts';
import type { SubjectHash } from '../domain/mail/subject-hash.ts';
import type { DynamoTable, Row } from './dynamo-row.ts';
import { dayPartition, daysPartition, toDayCounts, wordPartition } from './mail-index-rows.ts';

/** Rows of one read: several times a usual page, as lists that are intersected skip most. */
const rowsPerRead = 250;

const end: Sight = { kind: 'end' };

/** @param hash keyed, of a tenant's word */
export const createMailIndexReader = (rows: DynamoTable, hash: SubjectHash): MailIndex => ({
  all: (tenant, budget) => allOf(rows, tenant, budget),
  withWord: (tenant, word, budget) => partitionList(rows, wordPartition(tenant, hash(tenant, word)), budget),
  days: (tenant, since, until) => daysOf(rows, tenant, since, until),
});

/** The rows of one partition as a list, read page by page. */
function partitionList(rows: DynamoTable, pk: string, budget: ReadBudget): PlaceList {
  let read: readonly string[] = [];
  let isRead = false;
  /** Everything below the first bound and above this was read. */
  let top: string | undefined;
  return {
    async seek(bound, isIncluded) {
      const fits = (place: string): boolean => place < bound || (isIncluded && place === bound);
      const isCovered = top !== undefined && bound <= top;
      const found = isCovered ? read.find(fits) : undefined;
      if (found !== undefined) return { kind: 'place', place: found };
      if (isCovered && isRead) return end;
      if (budget.left <= 0) return spentAt(bound, isIncluded);
      budget.left -= 1;
      const page = await readPage(rows, pk, bound, isIncluded);
      read = page.places;
      isRead = page.isEnd;
      top = bound;
      const [place] = read;
      return place === undefined ? end : { kind: 'place', place };
    },
  };
}

async function readPage({ dynamo, table }: DynamoTable, pk: string, bound: string, isIncluded: boolean) {
  const { Items = [], LastEvaluatedKey } = await dynamo.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: `pk = :pk AND sk ${isIncluded ? '<=' : '<'} :bound`,
      ExpressionAttributeValues: { ':pk': pk, ':bound': bound },
      ProjectionExpression: 'sk',
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: rowsPerRead,
    }),
  );
  return { places: Items.map(({ sk }) => String(sk)), isEnd: LastEvaluatedKey === undefined };
}

/** The days of a tenant as one list: a day without mail costs no read. */
function allOf(rows: DynamoTable, tenant: string, budget: ReadBudget): PlaceList {
  const days = partitionList(rows, daysPartition(tenant), budget);
  const lists = new Map<string, PlaceList>();
  const listOf = (day: string): PlaceList => {
    const known = lists.get(day) ?? partitionList(rows, dayPartition(tenant, day), budget);
    lists.set(day, known);
    return known;
  };
  return {
    async seek(bound, isIncluded) {
      let day = await days.seek(bound.slice(0, 'yyyy-mm-dd'.length), true);
      while (day.kind === 'place') {
        const sight = await listOf(day.place).seek(bound, isIncluded);
        if (sight.kind !== 'end') return sight;
        day = await days.seek(day.place, false);
      }
      return day.kind === 'spent' ? spentAt(bound, isIncluded) : day;
    },
  };
}

async function daysOf({ dynamo, table }: DynamoTable, tenant: string, since: string, until: string) {
  const days: DayCounts[] = [];
  let start: Row | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await dynamo.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :since AND :until',
        ExpressionAttributeValues: { ':pk': daysPartition(tenant), ':since': since, ':until': until },
        ScanIndexForward: false,
        ConsistentRead: true,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    days.push(...Items.map(toDayCounts));
    start = LastEvaluatedKey;
  } while (start !== undefined);
  return days.filter(({ received }) => received > 0);
}
