import { useEffect, useState } from 'preact/hooks';
import { agoOf, fullTimeOf } from '../time-words.ts';

const tickMs = 10_000;

/** The present time, renewed every ten seconds. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** A time as its distance from now; the whole time in UTC and local shows on hover and on focus, or always with `full`. */
export function Time({ at, full = false }: { readonly at: string; readonly full?: boolean }) {
  const now = useNow();
  return (
    <time dateTime={at} title={fullTimeOf(at)} class="number">
      {full ? `${agoOf(at, now)} · ${fullTimeOf(at)}` : agoOf(at, now)}
    </time>
  );
}
