/** The verdict of an antivirus engine on one file. */
export type ScanResult =
  | { readonly kind: 'clean' }
  | { readonly kind: 'infected'; readonly name: string }
  | { readonly kind: 'unavailable' };

/** An antivirus engine; never throws, because a mail must not wait for it. */
export interface Antivirus {
  scan(bytes: AsyncIterable<Uint8Array>): Promise<ScanResult>;
}
