/** Header names in lower case. */
export type IntakeHeaders = Readonly<Record<string, string | undefined>>;

/** The result of checking one request. */
export type SignatureCheck =
  | {
      readonly ok: true;
      /** The version of the signature; absent for formats that have one only. */
      readonly signature?: 'v1' | 'v1a' | 'rfc9421';
      /** The key of ours that it was made by. */
      readonly keyId?: string;
    }
  /**
   * `stale`: signed, but too long ago or in the future. `unusable-key`: the stored credentials hold no key of this
   * format, so that no request can be checked; a fault of our configuration, not of the sender.
   */
  | { readonly ok: false; readonly reason: 'missing' | 'wrong' | 'stale' | 'unusable-key' };

/** How far a timestamp may be from our clock, in seconds. */
const windowSeconds = 300;

/** Whether a signature was made within five minutes of now. */
export const isFresh = (timestampSeconds: number, now: Date): boolean =>
  Math.abs(now.getTime() / 1000 - timestampSeconds) <= windowSeconds;

export const refused = (reason: Extract<SignatureCheck, { ok: false }>['reason']): SignatureCheck => ({
  ok: false,
  reason,
});
