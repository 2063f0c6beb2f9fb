import { asArchiveReason, type InspectEntry } from './archive.ts';
import { type Budget, isLate } from './budget.ts';
import type { InnerFile } from './data-address.ts';

/** Files of one text that are opened. */
const maxFiles = 1000;

/** Collects the files that a text carries, up to a number. */
interface InnerFiles {
  add(file: InnerFile): void;
  /** Inspects them like files of an archive; ids for the event's reasons. */
  reasons(budget: Budget, inspectEntry: InspectEntry): Promise<string[]>;
}

/** An empty collection of the files in a page, a calendar or a card. */
export function newInnerFiles(): InnerFiles {
  const files: InnerFile[] = [];
  let isWhole = true;
  return {
    add(file) {
      if (files.length < maxFiles) files.push(file);
      else isWhole = false;
    },
    async reasons(budget, inspectEntry) {
      const reasons = isWhole ? [] : ['archive.unread'];
      for (const { name, content, isShown } of files) {
        budget.entries -= 1;
        budget.bytes -= content.length;
        const found =
          budget.entries < 0 || budget.bytes < 0 || isLate(budget)
            ? ['archive.unread']
            : await inspectEntry(name, content);
        reasons.push(...found.filter((reason) => !(isShown && reason === 'type.not-inspected')).map(asArchiveReason));
      }
      return reasons;
    },
  };
}
