import { useState } from 'preact/hooks';
import { useLocation, useSearch } from 'wouter-preact';
import { useKeys } from '../keys.ts';
import { MailView } from '../mail/mail-view.tsx';
import { EmptyBox } from '../ui/state-boxes.tsx';
import { CountStrip } from './count-strip.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type Filters, filtersIn, searchOf } from './filters.ts';
import { MailList } from './mail-list.tsx';
import { useMails } from './use-mails.ts';

/** The list of mails, with one of them beside it. */
export function MailsPage({ mailId }: { readonly mailId?: string }) {
  const [, navigate] = useLocation();
  const filters = filtersIn(useSearch());
  const [isAtTop, setAtTop] = useState(true);
  const list = useMails(filters, isAtTop);
  const hrefOf = (id: string): string => `/mails/${encodeURIComponent(id)}${searchOf(filters)}`;
  const setFilters = (next: Filters): void =>
    navigate(`${mailId === undefined ? '/' : `/mails/${encodeURIComponent(mailId)}`}${searchOf(next)}`, {
      replace: true,
    });
  const step = (by: number): void => {
    const place = list.mails.findIndex((mail) => mail.mailId === mailId || mail.eventId === mailId);
    const next = list.mails[place < 0 ? 0 : place + by];
    if (next !== undefined) navigate(hrefOf(next.mailId), { replace: mailId !== undefined });
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    '/': () => document.querySelector<HTMLInputElement>('#search')?.focus(),
    Escape: () => {
      if (mailId !== undefined) navigate(`/${searchOf(filters)}`);
    },
  });
  return (
    <div class={mailId === undefined ? 'split' : 'split has-detail'}>
      <section class="list-pane" aria-label="Mails">
        <h1 class="pane-title">Mails</h1>
        <CountStrip filters={filters} waiting={list.waiting} onChange={setFilters} />
        <FilterBar filters={filters} onChange={setFilters} />
        {list.freshCount > 0 && !isAtTop && (
          <button
            type="button"
            class="fresh-pill"
            onClick={() => {
              list.showFresh();
              document.querySelector('.list-scroll')?.scrollTo({ top: 0 });
            }}
          >
            {list.freshCount >= 100 ? '100 or more' : list.freshCount} new
          </button>
        )}
        <MailList
          key={searchOf(filters)}
          list={list}
          filters={filters}
          chosen={list.mails.find((mail) => mail.mailId === mailId || mail.eventId === mailId)?.mailId}
          hrefOf={hrefOf}
          onAtTop={setAtTop}
        />
      </section>
      <section class="detail-pane" aria-label="Mail">
        {mailId === undefined ? (
          <EmptyBox title="Choose a mail">
            <p class="quiet">
              <kbd>j</kbd> and <kbd>k</kbd> move, <kbd>/</kbd> searches, <kbd>?</kbd> lists all keys.
            </p>
          </EmptyBox>
        ) : (
          <MailView key={mailId} id={mailId} backHref={`/${searchOf(filters)}`} />
        )}
      </section>
    </div>
  );
}
