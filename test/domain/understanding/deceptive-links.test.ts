import { hasDisguisedHost, hasUserPart } from '../../../lambdas/domain/understanding/deceptive-links.ts';

const link = (href: string) => ({ html: `<p>Please <a href="${href}" target="_blank">sign in</a>.</p>` });

describe('hasUserPart', () => {
  it.each<[string, string, boolean]>([
    ['a host before the host', 'https://www.savings.example@collect.example/login', true],
    ['a host with a port', 'https://paypal.com:443@evil.example', true],
    ['a percent-encoded path', 'https://paypal.com%2flogin@evil.example/', true],
    ['a name alone', 'http://paypal@evil.example', true],
    ['a backslash that browsers read as a slash', 'https:\\\\paypal.com@evil.example', true],
    ['no slash at all', 'https:paypal.com@evil.example', true],
    ['a handle in the path', 'https://social.example/@ada', false],
    ['an address in the query', 'https://shop.example?mail=ada@customer.example', false],
    ['an address in the fragment', 'https://shop.example#ada@customer.example', false],
    ['a mailbox', 'mailto:ada@customer.example', false],
  ])('judges a link with %s', (_case, href, wanted) => {
    expect(hasUserPart(link(href))).toBe(wanted);
  });

  it.each<[string, string, boolean]>([
    ['a link', 'Sign in at https://paypal.com@evil.example/login now', true],
    ['a mailbox beside a link', 'https://shop.example, ada@customer.example', false],
    ['a mailbox behind a link', 'https://shop.example|ada@customer.example', false],
    ['no link', 'Write to ada@customer.example', false],
  ])('judges a text with %s', (_case, text, wanted) => {
    expect(hasUserPart({ text })).toBe(wanted);
  });

  it('reads a mail that was made to slow it down in time', () => {
    const html = `<a href="https://${'a'.repeat(400)}" `.repeat(5000);
    const begin = performance.now();

    expect(hasUserPart({ html, text: 'https://'.repeat(50_000) })).toBe(false);
    expect(performance.now() - begin).toBeLessThan(2000);
  });
});

describe('hasDisguisedHost', () => {
  it.each<[string, string, boolean]>([
    ['a plain host', 'https://paypal.com/', false],
    ['one Cyrillic letter', 'https://pаypal.com/login', true],
    ['the same in ASCII', 'https://xn--pypal-4ve.com/login', true],
    ['a word all of letters that look Latin', 'https://аррӏе.com', true],
    ['a zero-width character', 'https://pay\u200bpal.com/', true],
    ['an honest foreign name', 'https://müller.de/', false],
    ['foreign letters in the path', 'https://shop.example/р', false],
    ['a foreign host behind a user part', 'https://a@pаypal.com/', true],
  ])('judges a link to %s', (_case, href, wanted) => {
    expect(hasDisguisedHost(link(href))).toBe(wanted);
  });

  it('finds nothing where there is no HTML', () => {
    expect(hasDisguisedHost({})).toBe(false);
  });
});
