import fc from 'fast-check';
import { createPseudonyms } from '../../../cli/scrub/pseudonyms.ts';

const key = Buffer.alloc(32, 7);
const stand = () => createPseudonyms(key);

describe('stand-ins', () => {
  it('are the same for the same key, and others for another one', () => {
    const [first, again, other] = [stand(), stand(), createPseudonyms(Buffer.alloc(32, 8))];

    expect(again.address('ada@acme.com')).toBe(first.address('ada@acme.com'));
    expect(other.address('ada@acme.com')).not.toBe(first.address('ada@acme.com'));
  });

  it('join the name of a person to the address of the same name', () => {
    const { word, address } = stand();

    expect(address('ada.lovelace@acme.com').split('@')[0]).toBe(`${word('ada')}.${word('lovelace')}`);
    expect(word('Ada')).toMatch(/^[A-Z][a-z]+$/);
    expect(word('ADA')).toBe(word('ada').toUpperCase());
  });

  it.each(['noreply@acme.com', 'sales@acme.com', 'mailer-daemon@acme.com'])('keep the function of %s', (address) => {
    expect(stand().address(address)).toBe(`${address.split('@')[0]}@${stand().domain('acme.com')}`);
  });

  it.each([
    ['gmail.com', 'gmail.com'],
    ['kept.example', 'kept.example'],
    ['localhost', 'localhost'],
  ])('keep the domain %s', (domain, expected) => {
    expect(createPseudonyms(key, new Set(['kept.example'])).domain(domain)).toBe(expected);
  });

  it('give the hosts of one company one domain', () => {
    const { domain } = stand();

    expect(domain('mail.acme.co.uk')).toBe(`mail.${domain('acme.co.uk')}`);
    expect(domain('acme.co.uk')).toMatch(/^[a-z]+\.example$/);
  });

  it('write a word in its own script', () => {
    const { word } = stand();

    expect(word('Ольга')).toMatch(/^\p{Script=Cyrillic}+$/u);
    expect(word('田中')).toMatch(/^\p{Script=Han}{2}$/u);
    expect(word('Ελένη')).toMatch(/^\p{Script=Greek}+$/u);
  });

  it('never give two addresses the same stand-in', () => {
    const local = fc.stringMatching(/^[a-z]{1,3}\d{0,1}$/);
    fc.assert(
      fc.property(fc.uniqueArray(local, { minLength: 2, maxLength: 200 }), (locals) => {
        const { address } = stand();
        expect(new Set(locals.map((name) => address(`${name}@acme.com`))).size).toBe(locals.length);
      }),
      { numRuns: 20 },
    );
  });

  it('give files as many bytes, of the same type', () => {
    const file = Buffer.from('%PDF-1.7 the salary of Ada');
    const filler = stand().bytes(file);

    expect(filler).toHaveLength(file.length);
    expect(filler.toString('latin1', 0, 8)).toBe('%PDF-1.7');
    expect(filler.includes('Ada')).toBe(false);
  });
});
