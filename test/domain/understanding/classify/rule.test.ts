import {
  hasHeader,
  hasNullSender,
  isAnswer,
  lowerHeader,
} from '../../../../lambdas/domain/understanding/classify/rule.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const mail = aParsedMail({
  headers: [
    { name: 'precedence', value: 'BULK' },
    { name: 'x-list', value: 'One' },
    { name: 'x-list', value: 'Two' },
    { name: 'return-path', value: ' < > ' },
  ],
});

describe('headers of a rule’s mail', () => {
  it('reads all values of a header as one text in lower case', () => {
    expect(lowerHeader(mail, 'precedence')).toBe('bulk');
    expect(lowerHeader(mail, 'x-list')).toBe('one two');
    expect(lowerHeader(mail, 'x-missing')).toBe('');
  });

  it('tells whether a header is there', () => {
    expect([hasHeader(mail, 'x-list'), hasHeader(mail, 'x-missing')]).toEqual([true, false]);
  });

  it('show the null sender', () => {
    expect([hasNullSender(mail), hasNullSender(aParsedMail())]).toEqual([true, false]);
  });
});

describe('isAnswer', () => {
  it('goes by the mails that a mail names', () => {
    expect(isAnswer(aParsedMail())).toBe(false);
    expect(isAnswer(aParsedMail({ inReplyTo: 'a@b.example' }))).toBe(true);
    expect(isAnswer(aParsedMail({ references: ['a@b.example'] }))).toBe(true);
  });
});
