import type { Part } from './part.ts';

/** Bytes of multiparts without a boundary that stay in memory, over all of them. */
const maxOrphanBytes = 4 * 1024 * 1024;

/** Keeps the bytes of multiparts before their first part: a multipart without parts has nothing else. */
export function createOrphans() {
  const waiting = new Map<Part, Buffer[]>();
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
      if (parent) waiting.delete(parent);
    },
    left: () => [...waiting].map(([part, chunks]) => ({ part, bytes: Buffer.concat(chunks) })),
  };
}
