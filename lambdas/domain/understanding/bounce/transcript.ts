import { addressesIn } from './recipient.ts';

const command = /^[\s\w,:.()-]{0,40}(?:>>>|-->|->|sent:|c:)?\s*(rcpt to|mail from|data|quit|helo|ehlo|rset)\b/i;
const answer = /^[\s\w,:.()-]{0,40}(?:<<<|<--|<-|received:|s:)|^\s*(?:<<<\s*)?[45]\d\d[ -]/i;

/**
 * The lines of an SMTP session that concern each recipient (RFC 5321 §3.3): those that name it, and the answers to
 * its RCPT command.
 */
export function sessionLines(
  lines: readonly string[],
  recipients: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const session = new Map<string, string[]>();
  const add = (address: string, line: string): void => {
    session.set(address, [...(session.get(address) ?? []).slice(-20), line.trim()]);
  };
  let current: string | undefined;
  for (const line of lines) {
    if (line.length > 4000) continue;
    const verb = command.exec(line)?.[1]?.toLowerCase();
    const named = line.includes('@') ? addressesIn(line).find((address) => recipients.has(address)) : undefined;
    if (verb !== undefined) current = verb === 'rcpt to' ? named : undefined;
    else if (named !== undefined && answer.test(line)) add(named, line);
    else if (current !== undefined && answer.test(line)) add(current, line);
  }
  return session;
}

const bareName = String.raw`["'<]?([\w.+-]{1,64})["'>]?`;
const nameInAnswer = [
  new RegExp(String.raw`^\s*[45]\d\d[ -](?:[45]\.\d{1,3}\.\d{1,3} )?${bareName}\.\.\. \S`, 'i'),
  new RegExp(
    String.raw`\b(?:unknown|no such|invalid|nonexistent) (?:local )?(?:user|name|mailbox|account|recipient)[:=]? ${bareName}\s{0,9}$`,
    'i',
  ),
  new RegExp(
    String.raw`^\s*(?:user|mailbox|account|recipient)[:=]? ${bareName} (?:is )?(?:unknown|not found|does not exist|not known|over quota|full)`,
    'i',
  ),
  new RegExp(String.raw`^\s*${bareName}[.:]{1,3} (?:user unknown|unknown user|no such user|not found)`, 'i'),
];

const listHeading =
  /\b(?:address(?:es)?|recipients?|users?)\b[^\n]{0,60}(?:fail|error|problem|notification|not|undeliver)/i;

/**
 * Names without a domain that a host's own words call unknown or failed: mailboxes of that host.
 *
 * @returns local parts, in lower case
 */
export function bareNamesIn(lines: readonly string[]): string[] {
  const names = lines.flatMap((line, index) => {
    if (line.length > 500) return [];
    const inAnswer = nameInAnswer.map((pattern) => pattern.exec(line)?.[1]).find((name) => name !== undefined);
    if (inAnswer !== undefined) return [inAnswer];
    const isBelowHeading = lines.slice(Math.max(0, index - 10), index).some((above) => listHeading.test(above));
    const alone = /^\s*["'<]?([\w.+-]{1,64})["'>]?(?:\s{1,9}\([^()]{0,200}\))?\s{0,9}$/.exec(line)?.[1];
    return isBelowHeading && alone !== undefined && /[a-z]/i.test(alone) ? [alone] : [];
  });
  const words = new Set(['user', 'unknown', 'mailbox', 'address', 'recipient', 'host', 'to', 'is', 'the', 'name']);
  return [...new Set(names.map((name) => name.toLowerCase().replace(/^[.-]{1,64}|[.-]{1,64}$/g, '')))].filter(
    (name) => name !== '' && !words.has(name) && !/^\d{1,3}$|^[-_.]+$/.test(name),
  );
}
