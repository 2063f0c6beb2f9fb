import { Resolver } from 'node:dns/promises';
import { authenticate } from 'mailauth';
import { compact } from '../lambdas/compact.ts';
import { fieldsOf, listOf } from './fields.ts';

/** A verdict of SES. */
export interface Verdict {
  readonly status: 'PASS' | 'FAIL' | 'GRAY' | 'PROCESSING_FAILED' | 'DISABLED';
}
export interface Verdicts {
  readonly spfVerdict: Verdict;
  readonly dkimVerdict: Verdict;
  readonly dmarcVerdict: Verdict;
  /** Absent for a mail without an ARC set (RFC 8617). */
  readonly arcVerdict?: Verdict;
}

/** Answers DNS questions for mailauth; throws with a `code` as Node's resolver does. */
export type DnsResolver = (name: string, type: string) => Promise<unknown>;

export interface Envelope {
  readonly ip: string;
  readonly helo: string;
  readonly mailFrom: string;
}

/** Checks SPF, DKIM and DMARC of a mail, so that a laptop's receipts have real verdicts. */
export async function verifySender(
  raw: Buffer | NodeJS.ReadableStream,
  { ip, helo, mailFrom }: Envelope,
  resolver: DnsResolver,
): Promise<Verdicts> {
  try {
    const result = await authenticate(
      raw as Buffer,
      {
        ip,
        helo,
        sender: mailFrom,
        mta: 'inbound.localhost',
        resolver: resolver as never,
        disableBimi: true,
        trustReceived: false,
      } as never,
    );
    const signatures = listOf(fieldsOf(result.dkim).results).map(resultOf);
    const arc = resultOf(result.arc);
    return {
      spfVerdict: toVerdict(resultOf(result.spf)),
      dkimVerdict: toVerdict(signatures.find((signature) => signature === 'pass') ?? signatures[0]),
      dmarcVerdict: toVerdict(resultOf(result.dmarc)),
      // Without an ARC set mailauth says `none`, which is no verdict.
      ...compact({ arcVerdict: arc === undefined || arc === 'none' ? undefined : toVerdict(arc) }),
    };
  } catch {
    const failed: Verdict = { status: 'PROCESSING_FAILED' };
    return { spfVerdict: failed, dkimVerdict: failed, dmarcVerdict: failed };
  }
}

/** The result of one of mailauth's checks; undefined for a check without one. */
const resultOf = (check: unknown): unknown => fieldsOf(fieldsOf(check).status).result;

function toVerdict(result: unknown): Verdict {
  switch (result) {
    case 'pass':
      return { status: 'PASS' };
    case 'fail':
    case 'softfail':
    case 'permerror':
      return { status: 'FAIL' };
    case 'temperror':
      return { status: 'PROCESSING_FAILED' };
    default:
      return { status: 'GRAY' };
  }
}

/** A resolver without DNS: no verdict on a sender depends on the internet. */
export const noDns: DnsResolver = async () => {
  throw Object.assign(new Error('no DNS on this machine'), { code: 'ETIMEOUT' });
};

/**
 * Whether this machine has DNS. Without it no verdict about a sender is possible.
 *
 * @param resolver asks for the name servers of a domain that is always there
 */
export const hasDns = (
  resolver: Pick<Resolver, 'resolveNs'> = new Resolver({ timeout: 1500, tries: 1 }),
): Promise<boolean> =>
  resolver.resolveNs('com').then(
    () => true,
    () => false,
  );

/**
 * The system's resolver with a short timeout. Without DNS on the machine every answer is a temporary error at
 * once, rather than seconds of waiting for each mail.
 */
export function createDnsResolver(): DnsResolver {
  const resolver = new Resolver({ timeout: 1500, tries: 1 });
  let isUp: Promise<boolean> | undefined;
  return async (name, type) => {
    isUp ??= hasDns(resolver);
    return (await isUp) ? resolver.resolve(name, type) : noDns(name, type);
  };
}
