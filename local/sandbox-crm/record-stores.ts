import { join } from 'node:path';
import { createRecordStore, type RecordStore } from './record-store.ts';
import type { SandboxVendorName } from './vendors.ts';

/** Records of the sandboxes, each in a file of its own that the first call creates. */
export function createRecordStores(dataDir: string, searchLagMs: number) {
  const stores = new Map<SandboxVendorName, RecordStore>();
  return {
    of(vendor: SandboxVendorName): RecordStore {
      const store = stores.get(vendor) ?? createRecordStore(join(dataDir, `sandbox-${vendor}.sqlite`), { searchLagMs });
      stores.set(vendor, store);
      return store;
    },
    close(): void {
      for (const store of stores.values()) store.close();
    },
  };
}
