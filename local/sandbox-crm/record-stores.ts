import { join } from 'node:path';
import { createFakeStore, type FakeStore } from './fake-store.ts';
import type { FakeVendorName } from './fakes.ts';

/** Records of the sandboxes, each in a file of its own that the first call creates. */
export function createRecordStores(dataDir: string, searchLagMs: number) {
  const stores = new Map<FakeVendorName, FakeStore>();
  return {
    of(vendor: FakeVendorName): FakeStore {
      const store = stores.get(vendor) ?? createFakeStore(join(dataDir, `sandbox-${vendor}.sqlite`), { searchLagMs });
      stores.set(vendor, store);
      return store;
    },
    close(): void {
      for (const store of stores.values()) store.close();
    },
  };
}
