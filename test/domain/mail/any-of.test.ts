import { anyOf } from '../../../lambdas/domain/mail/any-of.ts';

describe('anyOf', () => {
  it('joins phrases, one a line, in their order', () => {
    const source = anyOf`
      out of (?:the )?office
      on leave

      away
    `;

    expect(source).toBe('(?:out of (?:the )?office|on leave|away)');
  });

  it('keeps backslashes as they are written, so that a phrase is a pattern', () => {
    expect(anyOf`
      \bspf\b
      5\.1\.1
    `).toBe(String.raw`(?:\bspf\b|5\.1\.1)`);
  });

  it('lets a phrase hold a list of its own, and end with a blank that is written as a code', () => {
    const pattern = new RegExp(
      anyOf`
        ${anyOf`
          mail|message
          e-?mail
        `} rejected
        against our\x20
      `,
      'i',
    );

    expect(['Mail rejected', 'E-Mail rejected', 'against our rules'].every((text) => pattern.test(text))).toBe(true);
    expect(['rejected', 'mailrejected', 'against ours'].some((text) => pattern.test(text))).toBe(false);
  });

  it('tries an earlier phrase before a later one', () => {
    expect(
      new RegExp(anyOf`
        mail
        mailbox
      `).exec('mailbox')?.[0],
    ).toBe('mail');
  });
});
