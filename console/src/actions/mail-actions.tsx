import type { MailDetail } from '../contract.ts';

/** Acts on the mail that the caller's role allows. */
export function MailActions(_: { readonly detail: MailDetail }) {
  return null;
}
