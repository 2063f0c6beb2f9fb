import * as z from 'zod';
import { strict, whole } from './stage-mistakes.ts';

const blockWanted = 'wants a CIDR block, as in 203.0.113.0/24 or 2001:db8::/32';

/** Blocks of addresses; one that holds every address would say nothing. */
const blocks = z
  .array(
    z
      .union([z.cidrv4(), z.cidrv6()], { error: blockWanted })
      .refine((block) => !block.endsWith('/0'), 'wants a smaller block: this one allows every address, as without it'),
    'wants a list of CIDR blocks',
  )
  .min(1, 'wants a block; without the key every address is allowed')
  .max(50, 'wants at most 50 blocks');

const quota = strict({
  perMinute: whole(1, 1_000_000).optional(),
  perDay: whole(1, 1_000_000_000).optional(),
}).refine(
  ({ perMinute, perDay }) => perMinute !== undefined || perDay !== undefined,
  'wants perMinute, perDay or both',
);

const intake = strict({
  /** Addresses from which webhooks are taken. */
  allow: blocks.optional(),
  /** Whether senders of webhooks have to send the user and the password in the field `basic` of the secret `intake`. */
  basic: z.boolean('wants true or false: whether webhooks need a user and a password').optional(),
});

/** Who may call the API, beside what its keys say. Unsubscribe links are open to everybody, whatever is set here. */
export const apiAccess = strict({
  /** Addresses from which requests with a key are taken. */
  allow: blocks.optional(),
  /** The limits of callers without limits of their own. */
  quota: quota.optional(),
  /** A fence before webhooks, as for a stage that nobody outside should reach. */
  intake: intake.optional(),
});
