import { readHeaderBlock } from '../../mail/header-block.ts';
import { type ReportedRecipient, readDeliveryReport } from './delivery-report.ts';
import { diagnosticsOf, squeeze } from './notice-diagnostic.ts';
import { type Place, placesOf } from './places.ts';
import { isDaemonAddress, isPublicAddress, readRecipient } from './recipient.ts';
import { bareNamesIn } from './transcript.ts';

/** Context in which a free-text notice is read. */
interface NoticeContext {
  /** `X-Failed-Recipients` and its like, already split. */
  readonly announced: readonly string[];
  /** Recipients of the returned mail. */
  readonly addressed: readonly string[];
  /** Addresses that are never the recipient: the author of the returned mail, and the robot that reports. */
  readonly excluded: ReadonlySet<string>;
  /** Message-IDs, which look like addresses. */
  readonly ids: ReadonlySet<string>;
  /** The domain of the daemon that reports; absent where the sender is no daemon. */
  readonly localDomain?: string | undefined;
}

const maxLines = 5000;

/**
 * Reads the recipients and their diagnostics from the words of a bounce that has no machine-readable part, or
 * a poor one.
 *
 * The habits that hosts share, the surest first: a header that names them; fields of a report set as text; an
 * address that opens a line (qmail, Postfix, Exim, Sendmail, Exchange); one behind words such as `Recipient:`;
 * an SMTP transcript; and last the first address of the words.
 */
export function readNotice(notice: string, context: NoticeContext): ReportedRecipient[] {
  const lines = notice.replace(/\r\n?/g, '\n').split('\n').slice(0, maxLines);
  const inFields = readDeliveryReport(reportLines(lines), context.addressed).recipients;
  if (inFields.length > 0) return withWords(inFields, lines);

  const isAddressed = (address: string): boolean => context.addressed.includes(address);
  const isOther = (address: string): boolean => context.excluded.has(address) || context.ids.has(address);
  const isCandidate = (address: string): boolean =>
    !isOther(address) && (!isDaemonAddress(address) || isAddressed(address));
  const strict = recipientsAt(lines, placesOf(lines, isCandidate), context);
  if (strict.length > 0) return strict;
  // People mail themselves: their own address counts where the returned mail went to it and the notice heads with it.
  const own = placesOf(lines, isAddressed).filter((place) => place.opens || place.isListed || place.labelled);
  const toSelf = recipientsAt(lines, own, context);
  return toSelf.length > 0 ? toSelf : bareRecipients(lines, context);
}

/** Recipients by the first habit that finds any. */
function recipientsAt(
  lines: readonly string[],
  places: readonly Place[],
  { announced, addressed }: NoticeContext,
): ReportedRecipient[] {
  const isAddressed = ({ address }: Place): boolean => addressed.includes(address);
  const ways: Array<() => readonly Place[]> = [
    () => places.filter(({ opens }) => opens),
    () => places.filter(({ isListed, isOther }) => isListed && !isOther),
    () => {
      const labelled = places.filter((place) => place.labelled === 'clearly');
      return preferred(labelled, ({ line }) => /\boriginal (?:recipient|address)/i.test(lines[line]!));
    },
    () =>
      preferred(
        places.filter(({ labelled }) => labelled !== undefined),
        isAddressed,
      ),
    () => places.filter(({ isTranscript, isOther }) => isTranscript && !isOther),
    () => places.filter((place) => isAddressed(place)),
    () => firstBlock(places.filter(({ isOther }) => !isOther)),
  ];
  const found = announced.length > 0 ? announced : (ways.map((way) => way()).find(({ length }) => length > 0) ?? []);
  const addresses = [...new Set(found.map((place) => (typeof place === 'string' ? place : place.address)))];
  const originals = new Map(addresses.map((address) => [address, originalOf(lines, places, address)]));
  const mailed = addresses
    .filter((address) => originals.get(address) !== undefined || ![...originals.values()].includes(address))
    .slice(0, 1000);
  const diagnosticOf = diagnosticsOf({ lines, places, recipients: mailed });
  return mailed.map((address) => ({
    address: originals.get(address) ?? publicFormOf(address, addressed),
    diagnostic: diagnosticOf(address),
  }));
}

/** The address that was mailed, where the host names only its own inner address. */
function publicFormOf(address: string, addressed: readonly string[]): string {
  if (isPublicAddress(address)) return address;
  const sameName = addressed.filter((mailed) => mailed.split('@')[0] === address.split('@')[0]);
  return (sameName.length === 1 ? sameName[0] : undefined) ?? address;
}

/** Those that satisfy a condition, or all where none does. */
function preferred(places: readonly Place[], condition: (place: Place) => boolean): readonly Place[] {
  const some = places.filter(condition);
  return some.length > 0 ? some : places;
}

/** The first place, and those on the lines just below it: a list of a form that is not known. */
function firstBlock(places: readonly Place[]): readonly Place[] {
  const end = places.findIndex(({ line }, index) => index > 0 && line - places[index - 1]!.line !== 1);
  return places.slice(0, end < 0 ? places.length : end);
}

/** Mailboxes that the reporting host names without its domain: the returned mail has them in full, or they are its own. */
function bareRecipients(lines: readonly string[], { addressed, localDomain }: NoticeContext): ReportedRecipient[] {
  if (localDomain === undefined) return [];
  const diagnostic = squeeze(lines.join(' '));
  return bareNamesIn(lines).flatMap((name) => {
    const full = addressed.find((address) => address.split('@')[0] === name);
    const address = full ?? readRecipient(`${name}@${localDomain}`);
    return address === undefined ? [] : [{ address, diagnostic }];
  });
}

/** Fields of a report in the midst of words, indented or not. */
function reportLines(lines: readonly string[]): string | undefined {
  const isReport = lines.some((line) => /^\s*(?:final|original)-recipient\s*:/i.test(line));
  return isReport ? lines.map((line) => line.trim()).join('\n') : undefined;
}

const original =
  /(?:\(?(?:expanded|generated) (?:from|by):?|original (?:recipient |to )?address:|original recipient(?: was)?:)\s*<?([^\s<>()@]+@[^\s<>()@:;,]+)/i;

/** The address that the author mailed, where an alias or a forward made the one that failed: it stands just below. */
function originalOf(lines: readonly string[], places: readonly Place[], address: string): string | undefined {
  const start = places.find(
    (place) => place.address === address && (place.opens || place.labelled !== undefined),
  )?.line;
  if (start === undefined) return undefined;
  for (let line = start; line < Math.min(lines.length, start + 3); line += 1) {
    const mailed = readRecipient(original.exec(lines[line]!)?.[1]);
    if (mailed !== undefined && mailed !== address) return mailed;
  }
  return undefined;
}

/** Adds the words around terse fields to them. */
function withWords(recipients: readonly ReportedRecipient[], lines: readonly string[]): ReportedRecipient[] {
  const words = squeeze(lines.filter((line) => !/^\s*[\w-]+\s*:/.test(line)).join(' '));
  return recipients.map((recipient) =>
    recipient.diagnostic !== undefined || words === '' ? recipient : { ...recipient, diagnostic: words },
  );
}

/** Recipients in a header of the bounce itself, as Exim, Gmail and the mailers that follow them write it. */
export function announcedRecipients(values: readonly string[]): string[] {
  return values
    .flatMap((value) => value.split(/[,\s]+/))
    .map((value) => readRecipient(value))
    .filter((address) => address !== undefined);
}

/** The fields of a notice that some hosts write as a form: `Subject:`, `Message-ID:` of the mail that failed. */
export const noticeFields = (notice: string): ReturnType<typeof readHeaderBlock> =>
  readHeaderBlock(
    notice
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /^(?:message[- ]id|original message id)\s*:/i.test(line))
      .map((line) => line.replace(/^[^:]*:/, 'message-id:'))
      .join('\n'),
  );
