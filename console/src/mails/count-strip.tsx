import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { get } from '../api.ts';
import type { Fate, MailCounts, Waiting } from '../contract.ts';
import { fateWords, toneOf } from '../fate-words.ts';
import { type Filters, fates, withFilter } from './filters.ts';

const renewMs = 5000;

/** Counts by fate over the chosen time: true also while thousands wait. */
export function CountStrip({
  filters,
  waiting,
  onChange,
}: {
  readonly filters: Filters;
  readonly waiting: Waiting | undefined;
  readonly onChange: (filters: Filters) => void;
}) {
  const { since, until, tenant } = filters;
  const counts = useQuery({
    queryKey: ['counts', since, until, tenant],
    queryFn: () => get<MailCounts>('/v1/mails/counts', { since, until, tenant }),
    refetchInterval: renewMs,
    placeholderData: keepPreviousData,
  });
  const sums = sumsOf(counts.data);
  const unread = waiting?.unread ?? 0;
  return (
    <div class="count-strip">
      {counts.data === undefined && unread === 0 && <span class="quiet">All that is kept</span>}
      <span class="number" hidden={counts.data === undefined && unread === 0}>
        <strong>{(counts.data?.total ?? 0).toLocaleString('en')}</strong> {counts.data?.total === 1 ? 'mail' : 'mails'}
        {unread > 0 && ` + ${unread.toLocaleString('en')} unread`}
      </span>
      {fates
        .filter((fate) => (sums.get(fate) ?? 0) > 0)
        .map((fate) => (
          <button
            type="button"
            key={fate}
            class={`count ${toneOf(fate)}`}
            title={fateWords[fate]}
            aria-pressed={filters.fate === fate}
            onClick={() => onChange(withFilter(filters, 'fate', filters.fate === fate ? undefined : fate))}
          >
            <span class="number">{sums.get(fate)?.toLocaleString('en')}</span> {fate}
          </button>
        ))}
    </div>
  );
}

function sumsOf(counts: MailCounts | undefined): ReadonlyMap<Fate, number> {
  const sums = new Map<Fate, number>();
  for (const { byFate } of counts?.days ?? [])
    for (const fate of fates) sums.set(fate, (sums.get(fate) ?? 0) + (byFate[fate] ?? 0));
  return sums;
}
