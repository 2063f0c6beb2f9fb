/** The verdict of an antivirus engine on one file. */
export type ScanResult =
  | { readonly kind: 'clean' }
  | { readonly kind: 'infected'; readonly name: string }
  /** The engine did not answer, or failed. */
  | { readonly kind: 'unavailable' }
  /** The engine does not open this file: it is locked, or beyond the engine's limits. */
  | { readonly kind: 'unsupported' }
  /** The engine answers later, beside the mail. */
  | { readonly kind: 'pending' };

/** An antivirus engine; never throws, because a mail must not wait for it. */
export interface Antivirus {
  scan(bytes: AsyncIterable<Uint8Array>): Promise<ScanResult>;
}

/** An engine that scans the stored object by itself, and whose result comes later. */
export const scannedWhenStored: Antivirus = { scan: async () => ({ kind: 'pending' }) };
