import { join } from 'node:path';
import { createFakeStore, type FakeStore } from './fake-store.ts';
import type { FakeVendorName } from './fakes.ts';

/** What the stand-ins keep, each in a file of its own that is made when it is first called. */
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
