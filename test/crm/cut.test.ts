import { cut, cutBytes } from '../../lambdas/crm/cut.ts';

const notice = '\n[cut by Postern: the whole text is in the event]';

describe('cut', () => {
  it.each([
    ['leaves a text that fits', 'short', 5, 'short'],
    ['ends a short field with an ellipsis', 'a long name', 6, 'a lon…'],
    ['never ends inside a surrogate pair', '🙂🙂🙂', 4, '🙂…'],
    ['ends a long text with a notice', 'x'.repeat(1000), 500, 'x'.repeat(500 - notice.length) + notice],
  ])('%s', (_name, text, maxLength, expected) => {
    expect(cut(text, maxLength)).toBe(expected);
  });
});

describe('cutBytes', () => {
  it('leaves a text that fits', () => {
    expect(cutBytes('äöü', 6)).toBe('äöü');
  });

  it('never ends inside a character', () => {
    for (let maxBytes = notice.length + 1; maxBytes < notice.length + 9; maxBytes += 1) {
      const text = cutBytes('🙂ä'.repeat(100), maxBytes);

      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
      expect(text).not.toContain('\ufffd');
      expect(text.endsWith(notice)).toBe(true);
    }
  });
});
