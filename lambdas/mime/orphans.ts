import type { Part } from './part.ts';

/** Multiparts whose boundary never comes keep what stands in the place of their parts, up to this. */
const maxOrphanBytes = 4 * 1024 * 1024;

/** What stands in multiparts before a part of theirs; what stays there at the end would otherwise be lost. */
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
