import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { createMailIndexReader } from '../../lambdas/aws/mail-index-reader.ts';
import { cardKey, dayKey, wordKey } from '../../lambdas/aws/mail-index-rows.ts';
import { aboveAll, type PlaceList, readPlaces } from '../../lambdas/domain/delivery/place-lists.ts';
import { subjectFor } from '../helpers/builders.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const reader = () => createMailIndexReader({ dynamo: database().dynamo, table: database().ledgerTable }, subjectFor);
const put = (Item: Record<string, unknown>) =>
  database().dynamo.send(new PutCommand({ TableName: database().ledgerTable, Item }));
const placeOf = (day: string, nth: number): string => `${day}T09:00:00.${String(nth).padStart(3, '0')}Z#m${nth}`;

async function write(tenant: string, places: readonly string[], word?: string): Promise<void> {
  for (const place of places) {
    await put(cardKey(tenant, place));
    if (word !== undefined) await put(wordKey(tenant, subjectFor(tenant, word), place));
  }
  for (const day of new Set(places.map((place) => place.slice(0, 10))))
    await put({ ...dayKey(tenant, day), received: 1, fate_dead: 1, fate_pending: 0 });
}

describe('createMailIndexReader', () => {
  it('reads over days without mail, in pages of any size', async () => {
    const places = ['2026-11-20', '2026-09-01', '2025-12-31'].flatMap((day) =>
      [1, 2, 3].map((nth) => placeOf(day, nth)),
    );
    await write('days', places);

    for (const limit of [1, 2, 4, 100]) {
      const found: string[] = [];
      let below: string | undefined = aboveAll;
      while (below !== undefined) {
        const page = await readPlaces(reader().all('days', { left: 100 }), below, limit);
        found.push(...page.places);
        below = page.next?.below;
      }
      expect(found).toEqual(places.toSorted().toReversed());
    }
  });

  it('neither repeats nor skips what was there, while mail arrives between the pages', async () => {
    const before = Array.from({ length: 6 }, (_, nth) => placeOf('2026-11-20', 10 * nth));
    await write('live', before, 'hello');
    const list = (): PlaceList => reader().withWord('live', 'hello', { left: 100 });
    const first = await readPlaces(list(), aboveAll, 3);
    await write('live', [placeOf('2026-11-20', 99), placeOf('2026-11-20', 35)], 'hello');
    const second = await readPlaces(list(), first.next!.below, 10);

    expect([...first.places, ...second.places]).toEqual(before.toReversed());
  });

  it('reads far lists page by page, and stops where the reads of a request end', async () => {
    const places = Array.from({ length: 600 }, (_, nth) => placeOf('2026-11-20', nth));
    await write('far', places, 'x');
    const budget = { left: 2 };
    const page = await readPlaces(reader().withWord('far', 'x', budget), aboveAll, 1000);

    expect(page.places).toHaveLength(500);
    expect(page).toMatchObject({ searchedTo: placeOf('2026-11-20', 100), next: { below: placeOf('2026-11-20', 100) } });
    expect(budget.left).toBe(0);
  }, 30_000);

  it('has the counts of the days with mail, the newest first', async () => {
    await write('counts', [placeOf('2026-11-20', 1), placeOf('2026-11-18', 1), placeOf('2026-10-01', 1)]);
    await put({ ...dayKey('counts', '2026-11-19'), received: 0 });

    expect(await reader().days('counts', '2026-11-01', '2026-11-30')).toEqual([
      { day: '2026-11-20', received: 1, byFate: { dead: 1 } },
      { day: '2026-11-18', received: 1, byFate: { dead: 1 } },
    ]);
  });
});
