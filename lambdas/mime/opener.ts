import type { Wrapper } from '../domain/mail/wrappers.ts';
import { type Budget, newMailBudget } from '../inspect/budget.ts';
import type { Part } from './part.ts';
import type { SplitLimits } from './split-mail.ts';
import type { Spool } from './spool.ts';

/** Mails and files that are opened within each other. */
export const maxOpenDepth = 4;
/** Mails within a mail that are opened, over all depths. */
const maxInnerMails = 1000;
/** Files that are taken out of texts and TNEF parts: as many as a mail may have parts. */
const maxInnerFiles = 1000;

/** Limits on what is still opened for one mail, shared by all mails within it. */
interface Room {
  mails: number;
  files: number;
  /** Bytes of mails within the mail. */
  bytes: number;
}

/** A file that was found within a part. */
export interface InnerFile {
  readonly filename?: string;
  readonly contentType?: string;
  readonly bytes: Buffer;
}

/** The opening of the wrappers of one mail. */
export interface Opener {
  readonly spool: Spool;
  readonly limits: SplitLimits;
  readonly room: Room;
  /** Limits on the inspection of all attachments, shared by all mails within the mail. */
  readonly budget: Budget;
  /** The wrappers that were found in this mail, not in those that it carries. */
  readonly wrappers: Wrapper[];
  /** The part that holds a part which was found by opening it. */
  readonly holders: Map<Part, Part>;
  /** Parts that stand in a wrapper, not in the mail as it was sent. */
  readonly found: Set<Part>;
  /** Files that were found within a part, in order. */
  readonly files: Map<Part, InnerFile[]>;
}

/** Begins the opening of the wrappers of a mail. */
export const createOpener = (spool: Spool, limits: SplitLimits): Opener => ({
  spool,
  limits,
  room: { mails: maxInnerMails, files: maxInnerFiles, bytes: limits.maxBytes * 3 },
  budget: newMailBudget(),
  wrappers: [],
  holders: new Map(),
  found: new Set(),
  files: new Map(),
});

/** Begins the opening of a carried mail: its wrappers are not those of the mail around it. */
export const openerWithin = ({ spool, limits, room, budget }: Opener): Opener => ({
  ...createOpener(spool, limits),
  room,
  budget,
});

/** Notes a wrapper, once for each form and fate. */
export function note({ wrappers }: Opener, wrapper: Wrapper): void {
  const isKnown = wrappers.some(({ format, opened }) => format === wrapper.format && opened === wrapper.opened);
  if (!isKnown) wrappers.push(wrapper);
}

/** Notes a file that was found within a part. */
export function addFile({ files }: Opener, part: Part, file: InnerFile): void {
  const known = files.get(part);
  if (known) known.push(file);
  else files.set(part, [file]);
}
