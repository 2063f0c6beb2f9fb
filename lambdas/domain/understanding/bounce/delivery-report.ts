import { compact } from '../../../compact.ts';
import { type HeaderBlock, readHeaderBlocks } from '../../mail/header-block.ts';
import { isPublicAddress, readRecipient } from './recipient.ts';

/** One recipient as a report or a notice names it, before status and reason are weighed. */
export interface ReportedRecipient {
  readonly address: string;
  readonly action?: string;
  /** The `Status` field as written. */
  readonly status?: string;
  readonly diagnostic?: string;
}

interface DeliveryReport {
  readonly recipients: readonly ReportedRecipient[];
  readonly reportingMta?: string;
  /** The number of blocks about a recipient, also of those without a readable one. */
  readonly blocks: number;
}

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded', 'deliverable'];

/**
 * Reads the machine-readable part of a delivery status notification (RFC 3464 §2, RFC 6533 §3).
 *
 * @param addressed recipients of the returned mail: they stand in where a block names only a command or a host
 */
export function readDeliveryReport(report: string | undefined, addressed: readonly string[]): DeliveryReport {
  const blocks = readHeaderBlocks(apart(report));
  const perRecipient = joined(blocks);
  const reportingMta = blocks.map((fields) => fields.get('reporting-mta')).find((value) => value !== undefined);
  const host = reportingMta?.replace(/^[\w-]+\s*;\s*/, '').trim();
  return compact({
    blocks: perRecipient.length,
    recipients: perRecipient.flatMap((fields) => {
      const address = addressOf(fields, perRecipient.length, addressed);
      return address === undefined ? [] : [{ address, ...detailsOf(fields) }];
    }),
    reportingMta: host ? host.slice(0, 255) : undefined,
  });
}

/** Adds the blank line between recipients that some hosts forget: a block names its Final-Recipient once. */
function apart(report: string | undefined): string | undefined {
  let seen = false;
  return report
    ?.replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => {
      if (line.trim() === '') seen = false;
      if (!/^final-recipient\s*:/i.test(line)) return line;
      const repeated = seen;
      seen = true;
      return repeated ? `\n${line}` : line;
    })
    .join('\n');
}

/** Joins blocks that other hosts part by a blank line: one without a recipient belongs to the one before. */
function joined(blocks: readonly HeaderBlock[]): HeaderBlock[] {
  const recipients: HeaderBlock[] = [];
  for (const fields of blocks) {
    const names = ['final-recipient', 'original-recipient', 'x-actual-recipient'].some((name) => fields.has(name));
    const last = recipients.at(-1);
    if (names) recipients.push(fields);
    else if (last && !last.has('action') && !last.has('status'))
      recipients[recipients.length - 1] = new Map([...fields, ...last]);
  }
  return recipients;
}

/**
 * The address that the author mailed, rather than that of a forward, an alias or an inner relay: RFC 3464
 * §2.3.1 has `Original-Recipient` for it, and where that is missing the returned mail's own To may name it.
 */
function addressOf(fields: HeaderBlock, blocks: number, addressed: readonly string[]): string | undefined {
  const final = readRecipient(fields.get('final-recipient'));
  const original = withoutXtext(readRecipient(fields.get('original-recipient')), final);
  const actual = readRecipient(fields.get('x-actual-recipient'));
  const reported = original ?? final ?? actual;
  if (reported !== undefined && isPublicAddress(reported)) return reported;
  const sameName = addressed.filter((address) => address.split('@')[0] === localPartOf(fields, reported));
  if (sameName.length === 1) return sameName[0];
  // Exchange writes `IMCEAEX-_o=…_cn=kim@inner.example` where the returned mail has the address that was mailed.
  if (blocks === 1 && addressed.length === 1) return addressed[0];
  return [final, actual].find((address) => address !== undefined && isPublicAddress(address)) ?? reported;
}

/** Some hosts leave the original recipient in the xtext of RFC 3461 §4: `+2B` is a plus. */
function withoutXtext(original: string | undefined, final: string | undefined): string | undefined {
  const decoded = original?.replace(/\+([\da-f]{2})/gi, (_whole, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return decoded === final ? final : original;
}

const localPartOf = (fields: HeaderBlock, reported: string | undefined): string | undefined =>
  reported?.split('@')[0] ?? /;\s*<?([^@<>\s]+)/.exec(fields.get('final-recipient') ?? '')?.[1]?.toLowerCase();

function detailsOf(fields: HeaderBlock): Omit<ReportedRecipient, 'address'> {
  const words = /^[\w-]+/.exec(fields.get('action')?.toLowerCase() ?? '')?.[0];
  const action = actions.find((known) => words === known) ?? (words?.startsWith('fail') ? 'failed' : undefined);
  const status = fields.get('status');
  const diagnostic = (fields.get('diagnostic-code') ?? fields.get('x-supplementary-info'))
    ?.replace(/^(?:smtp|x-[\w-]+|unix|x400|dns|lmtp)\s*;\s*/i, '')
    .trim();
  return compact({
    action,
    status,
    diagnostic: diagnostic || undefined,
  });
}
