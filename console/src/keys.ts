import { useEffect, useRef } from 'preact/hooks';

/** The keys of a page with their actions, by `KeyboardEvent.key`; `Ctrl+k` with the control or the command key. */
type KeyActions = Readonly<Record<string, () => void>>;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Listens to keys while the page is open; letters do nothing while somebody types, or in a dialog. */
export function useKeys(actions: KeyActions): void {
  const current = useRef(actions);
  current.current = actions;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const isControl = event.ctrlKey || event.metaKey;
      const name = isControl ? `Ctrl+${event.key.toLowerCase()}` : event.key;
      const action = current.current[name];
      if (action === undefined || event.altKey || event.defaultPrevented) return;
      if (document.querySelector('dialog[open]') !== null && !isControl) return;
      if (isTyping(event.target) && !isControl && event.key !== 'Escape') return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
