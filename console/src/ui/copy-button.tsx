import { useState } from 'preact/hooks';

const shownMs = 2000;

/** Copies a text, and says so. */
export function CopyButton({ text, label = 'Copy' }: { readonly text: string; readonly label?: string }) {
  const [state, setState] = useState<'ready' | 'copied' | 'failed'>('ready');
  const copy = async (): Promise<void> => {
    const isCopied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setState(isCopied ? 'copied' : 'failed');
    setTimeout(() => setState('ready'), shownMs);
  };
  const words = { ready: label, copied: 'Copied', failed: 'The browser refuses to copy' };
  return (
    <button type="button" class="small" onClick={() => void copy()}>
      <span aria-live="polite">{words[state]}</span>
    </button>
  );
}
