import { isDeleted, userUnknown } from '../../../../lambdas/domain/understanding/bounce/unknown-user-wording.ts';

// Diagnostics are compared in lower case, with single blanks.
describe('wording of a mailbox that is not there', () => {
  it.each<[string, RegExp, string[]]>([
    [
      'an unknown user',
      userUnknown,
      [
        '550 5.1.1 user unknown',
        '<a@b.example>: no such user here',
        'recipient address rejected: undeliverable',
        'benutzer unbekannt',
        "n'existe pas",
        '用户不存在',
        'cannot find your mailbox',
        'user "ada lovelace" is not known at this post office',
        'receiver not found: ada',
        'a@b.example is no longer a valid address',
      ],
    ],
    [
      'a deleted account',
      isDeleted,
      [
        'account a@b.example has been deleted',
        'mailbox closed permanently',
        'the recipient has left the company',
        'she no longer works here',
        'user is terminated',
      ],
    ],
  ])('names %s', (_name, pattern, sentences) => {
    expect(sentences.filter((sentence) => !pattern.test(sentence))).toEqual([]);
  });

  it.each<[string, RegExp, string[]]>([
    [
      'an unknown user',
      userUnknown,
      [
        'the user is known',
        'address accepted',
        'the recipient has a mailbox',
        'mailbox: unknown error',
        'recipient address rejected: access denied',
        'message-id not valid',
        'recipient address rejected: user requires authentication',
      ],
    ],
    ['a deleted account', isDeleted, ['the message was deleted', 'account in use', 'a mailbox near the left door']],
  ])('does not name %s in a near miss', (_name, pattern, sentences) => {
    expect(sentences.filter((sentence) => pattern.test(sentence))).toEqual([]);
  });
});
