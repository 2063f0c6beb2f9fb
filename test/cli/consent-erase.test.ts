import { erasedWords, knownWords } from '../../cli/consent-erase.ts';

describe('the words of an erasure', () => {
  it.each([
    [{ entries: 0, eligible: { marketing: true } }, 'The consent ledger knows nothing of this address.'],
    [
      { entries: 1, eligible: { legal: true, marketing: false, sales: true } },
      'The consent ledger has 1 entry of this address, which may be mailed for legal, sales.',
    ],
    [
      { entries: 3, eligible: { marketing: false } },
      'The consent ledger has 3 entries of this address, which may be mailed for nothing.',
    ],
  ])('say what is known: %j', (known, expected) => {
    expect(knownWords(known)).toBe(expected);
  });

  it('claim to have forgotten only who was known', () => {
    expect(erasedWords({ entries: 0, eligible: { marketing: true } })).toContain('knew nothing of this address');
    expect(erasedWords({ entries: 2, eligible: {} })).toContain('is forgotten by the consent ledger');
  });
});
