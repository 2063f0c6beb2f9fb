import type { Part } from './part.ts';

/** Bytes of multiparts without a boundary that stay in memory, over all of them. */
const maxOrphanBytes = 4 * 1024 * 1024;

/** The words that mail software itself puts in front of the first part, for readers without MIME. */
const usualPreamble = /\b(?:MIME|multi-?part|mehrteilig|mail (?:reader|client|software)|format)\b/i;

/**
 * Keeps the bytes of multiparts before their first part: a multipart without parts has nothing else, and a mail without
 * a part of text may have its words there.
 */
export function createOrphans() {
  const waiting = new Map<Part, Buffer[]>();
  let preamble: Buffer | undefined;
  let size = 0;
  return {
    add(part: Part | undefined, value: Buffer | undefined): void {
      if (part === undefined || value === undefined || part.leaf || part.children.length > 0) return;
      size += value.length;
      if (size > maxOrphanBytes) return;
      const chunks = waiting.get(part);
      if (chunks) chunks.push(value);
      else waiting.set(part, [value]);
    },
    adopt(parent: Part | undefined): void {
      if (parent === undefined) return;
      const chunks = waiting.get(parent);
      if (chunks && parent.parent === undefined) preamble = Buffer.concat(chunks);
      waiting.delete(parent);
    },
    /** The words of a sender before the first part of the whole mail. */
    preamble(): Buffer | undefined {
      const text = preamble?.toString('latin1', 0, 4096).replace(/^--.*$/gm, '') ?? '';
      return text.trim() === '' || usualPreamble.test(text) ? undefined : preamble;
    },
    left: () => [...waiting].map(([part, chunks]) => ({ part, bytes: Buffer.concat(chunks) })),
  };
}
