/** Rows that are in the page: those that a reader sees, and some before and behind them. */
interface RowWindow {
  readonly first: number;
  /** The row behind the last one. */
  readonly end: number;
}

/** Rows beyond the seen ones, so that fast scrolling shows no blank ones. */
const spareRows = 12;

/** The rows of a list of equally high rows that a scrolled view needs. */
export function windowOf(view: { top: number; height: number }, rowHeight: number, rows: number): RowWindow {
  const seen = Math.floor(Math.max(0, view.top) / rowHeight);
  const first = Math.min(Math.max(0, seen - spareRows), Math.max(0, rows - 1));
  const end = Math.min(rows, seen + Math.ceil(view.height / rowHeight) + spareRows);
  return { first: rows === 0 ? 0 : first, end: Math.max(end, rows === 0 ? 0 : first + 1) };
}

/** Where to scroll so that a row is seen as a whole; undefined when it is. */
export function scrollTo(row: number, view: { top: number; height: number }, rowHeight: number): number | undefined {
  const top = row * rowHeight;
  if (top < view.top) return top;
  if (top + rowHeight > view.top + view.height) return top + rowHeight - view.height;
  return undefined;
}
