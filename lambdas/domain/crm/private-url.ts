/**
 * Whether requests to an address are encrypted or stay on this machine.
 *
 * @returns false for `http:` to another machine, and for what is no URL; other schemes carry no requests
 */
export function isPrivateUrl(url: string): boolean {
  if (!/^https?:/i.test(url)) return true;
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (
    protocol === 'https:' || hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
  );
}
