import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/preact-query';
import { useEffect, useMemo } from 'preact/hooks';
import { get } from '../api.ts';
import type { MailCard, MailPage, Waiting } from '../contract.ts';
import type { Filters } from './filters.ts';
import { differenceOf, mailsIn, mergeHead } from './live-list.ts';

const pageSize = 100;
const pollMs = 2000;

type LoadedMails = InfiniteData<MailPage, string | undefined>;

/** The list of mails as it is, and what has come since. */
export interface MailList {
  readonly mails: readonly MailCard[];
  readonly waiting: Waiting | undefined;
  /** Mails that are newer than the shown ones. */
  readonly freshCount: number;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly isLoadingMore: boolean;
  readonly searchedUntil: string | undefined;
  readonly error: unknown;
  loadMore(): void;
  /** Shows the newest mails. */
  showFresh(): void;
  retry(): void;
}

/**
 * Reads the mails that a filter chooses, page after page, and asks every two seconds for newer ones.
 *
 * @param isAtTop whether the reader sees the begin of the list: then newer mails join it at once
 */
export function useMails(filters: Filters, isAtTop: boolean): MailList {
  const client = useQueryClient();
  const key = ['mails', filters];
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      get<MailPage>('/v1/mails', { ...filters, limit: pageSize, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: MailPage) => (last.hasMore ? last.cursor : undefined),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const head = useQuery({
    queryKey: ['newest-mails', filters],
    queryFn: ({ signal }) => get<MailPage>('/v1/mails', { ...filters, limit: pageSize }, signal),
    refetchInterval: pollMs,
    enabled: list.data !== undefined,
  });
  const pages = list.data?.pages ?? [];
  const difference = useMemo(() => differenceOf(head.data, pages), [head.data, pages]);
  const showFresh = (): void => {
    if (difference.hasGap) void client.resetQueries({ queryKey: key });
    else if (head.data !== undefined) merge(head.data, true);
  };
  const merge = (newest: MailPage, withFresh: boolean): void => {
    client.setQueryData<LoadedMails>(key, (before) => {
      if (before === undefined) return before;
      const merged = mergeHead(before.pages, newest, withFresh);
      return merged === before.pages ? before : { ...before, pages: [...merged] };
    });
  };
  useEffect(() => {
    if (head.data === undefined) return;
    if (isAtTop && difference.hasGap) void client.resetQueries({ queryKey: key });
    else merge(head.data, isAtTop);
  }, [head.data, isAtTop]);
  const last = pages.at(-1);
  return {
    mails: useMemo(() => mailsIn(pages), [pages]),
    waiting: head.data?.waiting ?? pages[0]?.waiting,
    freshCount: difference.fresh.length,
    hasMore: list.hasNextPage,
    isLoading: list.isLoading,
    isLoadingMore: list.isFetchingNextPage,
    searchedUntil: last?.searchedUntil,
    error: list.error ?? head.error,
    loadMore: () => {
      if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
    },
    showFresh,
    retry: () => void list.refetch(),
  };
}
