import * as z from 'zod';

/** A name in the configuration, such as that of an integration, a tenant or a connection. */
export const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'wants 1 to 40 of a-z, 0-9 and -, starting with a letter or digit');

/** A domain in lower case. */
export const domainName = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9.-]+\.[a-z0-9-]+$/, 'wants a domain, as in acme.com');
