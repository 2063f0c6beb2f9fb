import { splitReply } from '../../../../console/src/mail/reply-marks.ts';

describe('splitReply', () => {
  it('finds the newest words between the quotes', () => {
    expect(splitReply('> before\nYes, please.\n> after', 'Yes, please.')).toEqual({
      before: '> before\n',
      marked: 'Yes, please.',
      after: '\n> after',
    });
  });

  it.each([
    ['there are none', 'text', undefined],
    ['they are the whole text', 'text\n', 'text'],
    ['they are not in the text', 'text', 'other'],
    ['they are empty', 'text', '  '],
  ])('marks nothing when %s', (_, text, reply) => {
    expect(splitReply(text, reply)).toEqual({ before: '', marked: '', after: text });
  });
});
