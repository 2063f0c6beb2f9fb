import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { useReach } from '../me.ts';
import { useSession } from '../session-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { choicesOf } from './choices.ts';

/** Goes to a page or a mail by a few letters. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [, navigate] = useLocation();
  const { settings } = useSession();
  const reach = useReach();
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const choices = choicesOf(text, settings, reach);
  const go = (href: string | undefined): void => {
    if (href === undefined) return;
    onClose();
    navigate(href);
  };
  const move = (by: number): void => setPlace((place + by + choices.length) % Math.max(1, choices.length));
  return (
    <Dialog title="Go to" onClose={onClose}>
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="choices"
        aria-activedescendant={`choice-${place}`}
        aria-label="Page, mail or search"
        placeholder="A page, an address, an id …"
        value={text}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          setPlace(0);
        }}
        onKeyDown={(event) => {
          const actions: Record<string, () => void> = {
            ArrowDown: () => move(1),
            ArrowUp: () => move(-1),
            Enter: () => go(choices[place]?.href),
          };
          const action = actions[event.key];
          if (action === undefined) return;
          event.preventDefault();
          action();
        }}
      />
      <div role="listbox" id="choices" aria-label="Places" class="choices">
        {choices.map(({ href, title }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the field above move and choose.
          <div
            role="option"
            key={href}
            id={`choice-${index}`}
            tabIndex={-1}
            aria-selected={index === place}
            onClick={() => go(href)}
          >
            {title}
          </div>
        ))}
      </div>
    </Dialog>
  );
}
