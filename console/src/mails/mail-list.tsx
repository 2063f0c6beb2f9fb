import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MailCard } from '../contract.ts';
import { EmptyBox, ErrorBox, Skeleton, StaleNote } from '../ui/state-boxes.tsx';
import { Time } from '../ui/time.tsx';
import { type Filters, filterCount } from './filters.ts';
import { MailRow, rowHeight } from './mail-row.tsx';
import { NoMail } from './no-mail.tsx';
import type { MailList as LoadedList } from './use-mails.ts';
import { WaitingRows } from './waiting-rows.tsx';
import { scrollTo, windowOf } from './window.ts';

/** Rows before the end of what is loaded at which the next page is read. */
const loadAhead = 60;

interface View {
  readonly top: number;
  readonly height: number;
}

interface MailListProps {
  readonly list: LoadedList;
  readonly filters: Filters;
  readonly chosen: string | undefined;
  readonly hrefOf: (mailId: string) => string;
  readonly onAtTop: (isAtTop: boolean) => void;
}

/** The scrolled list: only the rows near the seen ones are in the page. */
export function MailList({ list, filters, chosen, hrefOf, onAtTop }: MailListProps) {
  const scroller = useRef<HTMLElement>(null);
  const rows = useRef<HTMLUListElement>(null);
  const [view, setView] = useState<View>({ top: 0, height: 900 });
  const look = (): void => {
    const element = scroller.current;
    if (element === null) return;
    setView({ top: element.scrollTop - (rows.current?.offsetTop ?? 0), height: element.clientHeight });
    onAtTop(element.scrollTop < rowHeight / 2);
  };
  useLayoutEffect(look, []);
  useEffect(() => {
    const observer = new ResizeObserver(look);
    if (scroller.current !== null) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);
  const { mails, waiting, hasMore, isLoading, error } = list;
  const { first, end } = windowOf(view, rowHeight, mails.length);
  useEffect(() => {
    if (hasMore && end > mails.length - loadAhead) list.loadMore();
  }, [end, mails.length, hasMore]);
  useChosenInView(scroller.current, rows.current, mails, chosen);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled area is reached by the keyboard.
    <section class="list-scroll" ref={scroller} onScroll={look} tabIndex={0} aria-label="List of mails">
      {error != null && mails.length > 0 && <StaleNote error={error} />}
      {waiting !== undefined && filterCount(filters) === 0 && <WaitingRows waiting={waiting} />}
      <ul class="mail-rows" ref={rows} style={{ height: mails.length * rowHeight }}>
        {mails.slice(first, end).map((mail, index) => (
          <MailRow
            key={mail.mailId}
            mail={mail}
            place={first + index}
            count={hasMore ? -1 : mails.length}
            href={hrefOf(mail.mailId)}
            isChosen={mail.mailId === chosen}
          />
        ))}
      </ul>
      {isLoading && error == null && <Skeleton rows={10} height={rowHeight - 8} />}
      {error != null && mails.length === 0 && <ErrorBox error={error} retry={list.retry} />}
      <ListEnd list={list} filters={filters} />
    </section>
  );
}

function ListEnd({ list, filters }: { readonly list: LoadedList; readonly filters: Filters }) {
  const { mails, hasMore, isLoading, isLoadingMore, searchedUntil, error, waiting } = list;
  if (isLoading || error != null) return null;
  if (hasMore)
    return (
      <p class="list-end">
        {searchedUntil !== undefined && (
          <>
            Searched back to <Time at={searchedUntil} />.{' '}
          </>
        )}
        <button type="button" onClick={list.loadMore} disabled={isLoadingMore}>
          {isLoadingMore ? 'Reading older mails …' : 'Read older mails'}
        </button>
      </p>
    );
  if (mails.length > 0) return <p class="list-end quiet">That is all: {mails.length} mails.</p>;
  if (filterCount(filters) > 0 || filters.q !== undefined)
    return (
      <EmptyBox title="No mail matches">
        <p>Take a filter away, or search for an address, a word of the subject, a Message-ID or an id.</p>
      </EmptyBox>
    );
  return <NoMail unread={waiting?.unread ?? 0} />;
}

/** Scrolls to the chosen mail when the keyboard moves to it. */
function useChosenInView(
  scroller: HTMLElement | null,
  rows: HTMLElement | null,
  mails: readonly MailCard[],
  chosen: string | undefined,
): void {
  useEffect(() => {
    const place = mails.findIndex(({ mailId }) => mailId === chosen);
    if (place < 0 || scroller === null || rows === null) return;
    const offset = rows.offsetTop;
    const view = { top: scroller.scrollTop - offset, height: scroller.clientHeight };
    const top = scrollTo(place, view, rowHeight);
    if (top !== undefined) scroller.scrollTop = place === 0 ? 0 : top + offset;
  }, [chosen]);
}
