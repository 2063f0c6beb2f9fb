import { domainOf } from '../mail/address.ts';

/** Domains of the mailbox providers that judge senders by their complaints; any other domain is its own provider. */
const providers: Readonly<Record<string, readonly string[]>> = {
  google: ['gmail.com', 'googlemail.com'],
  microsoft: [
    'hotmail.co.uk',
    'hotmail.com',
    'hotmail.de',
    'hotmail.fr',
    'live.com',
    'msn.com',
    'outlook.com',
    'outlook.de',
    'outlook.fr',
  ],
  yahoo: ['aol.com', 'rocketmail.com', 'yahoo.co.uk', 'yahoo.com', 'yahoo.de', 'yahoo.fr', 'ymail.com'],
  apple: ['icloud.com', 'mac.com', 'me.com'],
  'united-internet': ['gmx.at', 'gmx.ch', 'gmx.de', 'gmx.net', 'web.de'],
  'mail-ru': ['bk.ru', 'inbox.ru', 'list.ru', 'mail.ru'],
  proton: ['pm.me', 'proton.me', 'protonmail.com'],
};

const byDomain = new Map(
  Object.entries(providers).flatMap(([provider, domains]) => domains.map((domain) => [domain, provider] as const)),
);

/** The provider of a mailbox, by its domain. */
export function providerOf(address: string): string {
  const domain = domainOf(address) ?? 'unknown';
  return byDomain.get(domain) ?? domain;
}
