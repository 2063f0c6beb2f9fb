import type { DayCounts } from '../../domain/delivery/mail-index.ts';
import { type ApiAnswer, type ApiRequest, json } from '../request.ts';
import { periodOf } from './list-question.ts';
import type { FindWaiting } from './waiting.ts';

/** Days of the counts, where nobody says since when. */
const usualDays = 30;
const dayMs = 86_400_000;

interface CountPorts {
  /** The days of all tenants that a caller sees; days as 2026-12-01. */
  readonly days: (tenant: string | undefined, since: string, until: string) => Promise<readonly DayCounts[]>;
  readonly waiting: FindWaiting;
  readonly now: () => Date;
}

/** Counts the mails of each day, and those with each fate. */
export const createCountMails =
  ({ days, waiting, now }: CountPorts) =>
  async ({ query }: ApiRequest, tenant: string | undefined): Promise<ApiAnswer> => {
    const { since, until } = periodOf(query);
    const nowMs = now().getTime();
    const first = dayOf(since ?? new Date(nowMs - (usualDays - 1) * dayMs).toISOString());
    // The clock of who received a mail may be ahead.
    const last = dayOf(until ?? new Date(nowMs + dayMs).toISOString());
    const [counts, waits] = await Promise.all([days(tenant, first, last), waiting(tenant)]);
    const sums = sumOfDays(counts);
    return json(200, { total: sums.reduce((sum, { received }) => sum + received, 0), days: sums, waiting: waits });
  };

const dayOf = (time: string): string => time.slice(0, 10);

/** One entry for a day, the newest first, whatever the number of tenants. */
function sumOfDays(counts: readonly DayCounts[]): DayCounts[] {
  const days = [...Map.groupBy(counts, ({ day }) => day)].map(([day, all]) => {
    const byFate: Record<string, number> = {};
    for (const [fate, count] of all.flatMap((each) => Object.entries(each.byFate)))
      byFate[fate] = (byFate[fate] ?? 0) + count;
    return { day, received: all.reduce((sum, { received }) => sum + received, 0), byFate };
  });
  return days.toSorted((a, b) => (a.day < b.day ? 1 : -1));
}
