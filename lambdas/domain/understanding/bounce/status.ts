/**
 * An enhanced status code (RFC 3463 §2) in running text: class 4 or 5, not part of an IP address, a version
 * number or a longer row of digits.
 */
const enhancedStatus = new RegExp(
  [
    String.raw`(?<![\d.\w-])(?<!\b(?:version|exim|postfix|sendmail|server|release|build) )`,
    String.raw`[45]\.\d{1,3}\.\d{1,3}(?![\d\w]|\.\d|-\d+\.)`,
  ].join(''),
  'giu',
);

/** An SMTP reply code (RFC 5321 §4.2) as servers write it: before a dash, blank or the end, not within a number. */
const replyCode = new RegExp(
  [
    String.raw`(?:^|[\s;:('"<>[#]|smtp;)([45][0-57]\d)(?=[\s\-:,;)'"#\]]|$)`,
    String.raw`(?!\s?(?:bytes|kb|mb|seconds|minutes|hours|days|messages|recipients|[a-z]{3} \d{4}))`,
  ].join(''),
  'giu',
);

const isGeneric = (status: string): boolean => status.endsWith('.0.0');
const isVague = (status: string): boolean => status.endsWith('.0');

/** All enhanced status codes of a text, in order, without repeats. */
export function statusesIn(text: string): string[] {
  return [...new Set(text.match(enhancedStatus) ?? [])];
}

/** The first SMTP reply code of a text, for example `550`. */
export function replyCodeIn(text: string): string | undefined {
  for (const [, code] of text.matchAll(replyCode)) if (code !== undefined) return code;
  return undefined;
}

/**
 * The most specific code of a diagnostic: IronPort writes `5.1.0 … 550-'5.1.1 …'`, and the second is the remote
 * host's own.
 */
function mostSpecific(statuses: readonly string[]): string | undefined {
  return statuses.find((status) => !isVague(status)) ?? statuses.find((status) => !isGeneric(status)) ?? statuses[0];
}

/**
 * Chooses between the `Status` field of a report and the codes of its diagnostic.
 *
 * The field is often a generic x.0.0, or the reporter's own guess, while the diagnostic quotes the host that
 * refused; but an expiry (x.4.7) is the reporter's own finding, and the diagnostic only the last attempt's.
 */
export function chooseStatus(field: string | undefined, diagnostic: string): string | undefined {
  const own = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d])/.exec(field ?? '')?.[0];
  const quoted = mostSpecific(statusesIn(diagnostic));
  if (own === undefined || quoted === undefined) return own ?? quoted;
  if (/^[45]\.4\.7$/.test(own)) return own;
  if (isGeneric(own)) return quoted;
  return isVague(quoted) && !isVague(own) ? own : isGeneric(quoted) ? own : quoted;
}
