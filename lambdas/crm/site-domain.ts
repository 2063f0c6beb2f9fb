import { domainOf } from '../domain/mail/address.ts';

/** The domain of a site as people write it into a CRM: `https://www.acme.com/about` is `acme.com`. */
export function siteDomain(site: string | null | undefined): string | undefined {
  const host = /^(?:https?:\/\/)?(?:www\.)?([^/?#:@\s]+\.[^/?#:@\s]+)/i.exec(site?.trim() ?? '')?.[1];
  return host === undefined ? undefined : domainOf(`x@${host}`);
}
