/**
 * Mailboxes of a function rather than a person, which nobody can sign up for a newsletter: those that RFC 2142 reserves for
 * the running of a network, and those that machines read.
 */
const functions = new Set([
  'abuse',
  'bounce',
  'bounces',
  'dmarc',
  'dns',
  'donotreply',
  'do-not-reply',
  'ftp',
  'hostmaster',
  'mailer-daemon',
  'no-reply',
  'noc',
  'noreply',
  'postmaster',
  'root',
  'security',
  'spam',
  'usenet',
  'uucp',
  'webmaster',
  'www',
]);

/** Whether an address belongs to a function; a plus tag does not make it a person. */
export const isRoleAccount = (address: string): boolean => {
  const local = address.slice(0, address.lastIndexOf('@')).toLowerCase();
  return functions.has(local.split('+')[0] ?? local);
};
