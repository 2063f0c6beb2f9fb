import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';

interface Tab {
  readonly id: string;
  readonly title: string;
  readonly content: () => ComponentChildren;
}

/** Tabs by the pattern of the ARIA authoring practices: arrows move between them. */
export function Tabs({
  tabs,
  chosen,
  onChoose,
  label,
}: {
  readonly tabs: readonly Tab[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
  readonly label: string;
}) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const present = tabs.find((tab) => tab.id === chosen) ?? tabs[0];
  const move = (step: number): void => {
    const place = tabs.findIndex((tab) => tab.id === present?.id);
    const next = tabs[(place + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    onChoose(next.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <>
      <div
        class="tabs"
        role="tablist"
        aria-label={label}
        ref={list}
        onKeyDown={({ key }) => {
          if (key === 'ArrowRight') move(1);
          if (key === 'ArrowLeft') move(-1);
        }}
      >
        {tabs.map((tab) => (
          <button
            type="button"
            key={tab.id}
            role="tab"
            data-tab={tab.id}
            id={`${id}-${tab.id}`}
            aria-selected={tab.id === present?.id}
            aria-controls={`${id}-panel`}
            tabIndex={tab.id === present?.id ? 0 : -1}
            onClick={() => onChoose(tab.id)}
          >
            {tab.title}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a panel without a button in it is reached by the keyboard, too. */}
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${present?.id}`} tabIndex={0} class="tab-panel">
        {present?.content()}
      </div>
    </>
  );
}
