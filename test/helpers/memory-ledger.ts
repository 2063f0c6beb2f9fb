import type { Delivery, Steps } from '../../lambdas/domain/delivery/delivery.ts';
import type { Ledger, SharedRecords } from '../../lambdas/domain/delivery/ledger.ts';

interface Held {
  id?: string;
  holder?: string;
  until?: number;
  unclearAt?: number;
  madeAt?: number;
}

/** Record claims in memory, with the rules of the ledger's table. */
export function memoryRecords(): SharedRecords {
  const rows = new Map<string, Held>();
  return {
    async claim(record, holder, now, until) {
      const row = rows.get(record) ?? {};
      if (row.id !== undefined) return { kind: 'known', id: row.id };
      if (row.holder !== undefined && row.holder !== holder && row.until! >= now.getTime())
        return { kind: 'busy', until: new Date(row.until!) };
      const latest = Math.max(row.until ?? 0, row.unclearAt ?? 0);
      rows.set(record, { ...row, holder, until: until.getTime() });
      return { kind: 'acquired', ...(latest > 0 && { unclearAt: new Date(latest) }) };
    },
    async remember(record, holder, id, now) {
      if (rows.get(record)?.holder !== holder) return false;
      rows.set(record, { id, madeAt: now.getTime() });
      return true;
    },
    async drop(record, holder, unclearAt) {
      if (rows.get(record)?.holder !== holder) return;
      if (unclearAt === undefined) rows.delete(record);
      else rows.set(record, { unclearAt: unclearAt.getTime() });
    },
    async forget(record) {
      const row = rows.get(record);
      if (row?.id !== undefined) rows.set(record, { unclearAt: row.madeAt! });
    },
  };
}

/** The row of one delivery in memory: the part of the ledger that a step writer needs. */
export function memorySteps(records: SharedRecords): Pick<Ledger, 'saveSteps' | 'records'> & {
  load(): Delivery['steps'];
  keep(steps: Steps): void;
} {
  let steps: Steps = {};
  const keep = (more: Steps): void => {
    steps = { ...steps, ...more };
  };
  return {
    records,
    load: () => steps,
    keep,
    async saveSteps(_id, _fence, more) {
      keep(more);
      return true;
    },
  };
}
