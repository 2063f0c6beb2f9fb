/** The work that one attachment may still take, over all archives and documents in it. */
export interface Budget {
  /** Unpacked bytes of archives. */
  bytes: number;
  /** Files in archives. */
  entries: number;
  /** Unpacked bytes of streams of PDFs. */
  objectBytes: number;
  /** Bytes that are handed to the unpacker of streams of PDFs. */
  packedObjectBytes: number;
  /** The end of the time for it, in ms of `performance.now()`: what is unread by then stays so. */
  readonly until: number;
}

const mebibyte = 1024 * 1024;

/** Unpacked bytes of all archives in one attachment. */
export const maxUnpacked = 64 * mebibyte;
/** Archives within archives that are opened. */
export const maxDepth = 3;
/** A larger growth than this is an attack. */
export const maxRatio = 200;
/** Far more than the other limits leave on a machine that does nothing else. */
const maxMs = 15_000;

/** The budget of a whole attachment; beyond it nothing more is opened. */
export const newBudget = (): Budget => ({
  bytes: maxUnpacked,
  entries: 1000,
  objectBytes: 32 * mebibyte,
  packedObjectBytes: 64 * mebibyte,
  until: performance.now() + maxMs,
});

/** Attachments of one mail that may each use their whole budget. */
const wholeBudgets = 4;

/** The budget of all attachments of a mail together: many small ones may unpack to as much as a large one. */
export function newMailBudget(): Budget {
  const { bytes, entries, objectBytes, packedObjectBytes } = newBudget();
  return {
    bytes: wholeBudgets * bytes,
    entries: wholeBudgets * entries,
    objectBytes: wholeBudgets * objectBytes,
    packedObjectBytes: wholeBudgets * packedObjectBytes,
    until: performance.now() + wholeBudgets * maxMs,
  };
}

/** Does some work with the budget of one attachment, as far as the mail has it, and takes what was used from the mail's. */
export async function withinBudget<T>(mail: Budget, work: (budget: Budget) => Promise<T>): Promise<T> {
  const own = newBudget();
  const budget: Budget = { ...own, until: Math.min(own.until, mail.until) };
  for (const kind of kinds) budget[kind] = Math.min(own[kind], mail[kind]);
  const given = { ...budget };
  try {
    return await work(budget);
  } finally {
    for (const kind of kinds) mail[kind] -= given[kind] - budget[kind];
  }
}

const kinds = ['bytes', 'entries', 'objectBytes', 'packedObjectBytes'] as const;

/** Whether the time is spent. */
export const isLate = ({ until }: Pick<Budget, 'until'>): boolean => performance.now() > until;
