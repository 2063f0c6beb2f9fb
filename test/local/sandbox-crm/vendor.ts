import type { Fields } from '../../../local/fields.ts';
import { createRecordStore, type RecordStore } from '../../../local/sandbox-crm/record-store.ts';
import type { SandboxAnswer, SandboxVendor } from '../../../local/sandbox-crm/sandbox-vendor.ts';

/** The sandbox of a vendor with an empty store, for a client with the right headers. */
export interface VendorUnderTest {
  readonly store: RecordStore;
  ask(method: string, target: string, body?: unknown, headers?: Record<string, string>): SandboxAnswer;
  /** Moves the clock on, as a search index needs it. */
  passes(ms: number): void;
}

/** How long a search does not show a new record, in ms. */
export const searchLagMs = 1000;

export function openVendor(vendor: SandboxVendor, clientHeaders: Record<string, string>): VendorUnderTest {
  let now = Date.parse('2026-11-20T12:00:00Z');
  const store = createRecordStore(':memory:', { now: () => now, searchLagMs });
  return {
    store,
    ask(method, target, body, headers = clientHeaders) {
      const { pathname: path, searchParams: query } = new URL(target, 'http://vendor');
      return vendor.answer(store, { method, path, query, headers, body });
    },
    passes(ms) {
      now += ms;
    },
  };
}

/** The fields of an answer's body. */
export const bodyOf = ({ body }: SandboxAnswer): Fields => body as Fields;
