import { useEffect, useRef, useState } from 'preact/hooks';
import { kinds } from '../actions/review-values.ts';
import { type FilterName, type Filters, fates, filterCount, sinceOf, withFilter } from './filters.ts';

/** In ms: how long after the last letter the search begins. */
const typingMs = 250;

interface FilterBarProps {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}

/** Search and filters of the list; they are in the address of the page. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const set = (name: FilterName, value: string | undefined): void => onChange(withFilter(filters, name, value));
  const count = filterCount(filters);
  return (
    <search class="filter-bar">
      <SearchField value={filters.q ?? ''} onSearch={(value) => set('q', value)} />
      <div class="filter-row">
        <Choice label="Fate" value={filters.fate} values={fates} onChoose={(value) => set('fate', value)} />
        <Choice
          label="Time"
          value={filters.since}
          values={['hour', 'day', 'week', 'month'].map((span) => `last ${span}`)}
          onChoose={(value) => {
            const span = (['hour', 'day', 'week', 'month'] as const).find((name) => value === `last ${name}`);
            set('since', span === undefined ? value : sinceOf(span, new Date()));
          }}
        />
        <details class="more-filters">
          <summary>More{count > 0 && ` (${count})`}</summary>
          <div class="filter-panel">
            <Choice label="Kind" value={filters.kind} values={kinds} onChoose={(value) => set('kind', value)} />
            <Choice
              label="Files"
              value={filters.attachments}
              values={['yes', 'no']}
              onChoose={(value) => set('attachments', value)}
            />
            <Choice
              label="Trust"
              value={filters.trust}
              values={['trusted', 'neutral', 'doubtful', 'suspicious']}
              onChoose={(value) => set('trust', value)}
            />
            <TextFilter label="Integration" value={filters.integration} onSet={(value) => set('integration', value)} />
            <TextFilter label="Connection" value={filters.connection} onSet={(value) => set('connection', value)} />
            <TextFilter label="Tenant" value={filters.tenant} onSet={(value) => set('tenant', value)} />
            <TextFilter label="Since (UTC)" value={filters.since} onSet={(value) => set('since', value)} />
            <TextFilter label="Until (UTC)" value={filters.until} onSet={(value) => set('until', value)} />
          </div>
        </details>
        {(count > 0 || filters.q !== undefined) && (
          <button type="button" class="plain" onClick={() => onChange({})}>
            Clear
          </button>
        )}
      </div>
    </search>
  );
}

function SearchField({ value, onSearch }: { readonly value: string; readonly onSearch: (value: string) => void }) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => setText(value), [value]);
  const type = (next: string): void => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(next.trim()), typingMs);
  };
  return (
    <input
      id="search"
      type="search"
      value={text}
      placeholder="Address, subject, Message-ID or id   /"
      aria-label="Search mails"
      onInput={({ currentTarget }) => type(currentTarget.value)}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Escape') currentTarget.blur();
      }}
    />
  );
}

function Choice({
  label,
  value,
  values,
  onChoose,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly values: readonly string[];
  readonly onChoose: (value: string | undefined) => void;
}) {
  const isOther = value !== undefined && !values.includes(value);
  return (
    <label class="choice">
      <span>{label}</span>
      <select
        value={value ?? ''}
        class={value === undefined ? '' : 'set'}
        onChange={({ currentTarget }) => onChoose(currentTarget.value === '' ? undefined : currentTarget.value)}
      >
        <option value="">any</option>
        {isOther && <option value={value}>since {value}</option>}
        {values.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}

function TextFilter({
  label,
  value,
  onSet,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly onSet: (value: string) => void;
}) {
  return (
    <label class="choice">
      <span>{label}</span>
      <input value={value ?? ''} onChange={({ currentTarget }) => onSet(currentTarget.value.trim())} />
    </label>
  );
}
