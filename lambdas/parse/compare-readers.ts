/** The parts of a reading that two readers are compared by. */
export interface ComparedReading {
  readonly subject?: string | undefined;
  readonly from?: { readonly address?: string | undefined } | undefined;
  readonly attachments: ReadonlyArray<{ readonly sha256: string }>;
  readonly text?: string | undefined;
}

/** A field that is compared. */
export type ReaderField = 'subject' | 'sender' | 'attachments' | 'words';

/** UTF-16 units of a text of which the words are compared. */
const maxLength = 500_000;

/** The fields in which two readings of one mail differ: blanks, punctuation and capitals do not count among words. */
export function disagreementsOf(first: ComparedReading, second: ComparedReading): ReaderField[] {
  const views = [viewOf(first), viewOf(second)] as const;
  return readerFields.filter((field) => views[0][field] !== views[1][field]);
}

const readerFields: readonly ReaderField[] = ['subject', 'sender', 'attachments', 'words'];

const viewOf = ({ subject = '', from, attachments, text = '' }: ComparedReading): Record<ReaderField, string> => ({
  subject,
  sender: from?.address?.toLowerCase() ?? '',
  attachments: attachments
    .map(({ sha256 }) => sha256)
    .toSorted()
    .join(),
  words:
    text
      .slice(0, maxLength)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? '',
});
