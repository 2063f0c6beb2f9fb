import { chooseStatus, replyCodeIn, statusesIn } from '../../../../lambdas/domain/understanding/bounce/status.ts';

describe('statusesIn', () => {
  it.each<[string, string[]]>([
    ['550 5.1.1 unknown; 4.2.2 full; 5.1.1', ['5.1.1', '4.2.2']],
    ['host 192.5.1.1 and version 4.9.1', []],
    ['5.1.1.2 is longer, exim 4.98.2 a version', []],
    ['no code at all', []],
  ])('reads %j', (text, statuses) => {
    expect(statusesIn(text)).toEqual(statuses);
  });
});

describe('replyCodeIn', () => {
  it.each<[string, string | undefined]>([
    ['said: 550 5.1.1 unknown', '550'],
    ['smtp;421-try later', '421'],
    ['a message of 550 bytes', undefined],
    ['at 550 recipients', undefined],
    ['5500', undefined],
  ])('reads %j', (text, code) => {
    expect(replyCodeIn(text)).toBe(code);
  });
});

describe('chooseStatus', () => {
  it.each<[string, string | undefined, string, string | undefined]>([
    ['the field where the words name none', '5.1.1', 'no such user', '5.1.1'],
    ['the words where there is no field', undefined, '550 5.2.2 full', '5.2.2'],
    ['the words where the field is generic', '5.0.0', '550 5.1.1 unknown', '5.1.1'],
    ['the plain one of several words', '5.0.0', "5.1.0 - 550-'5.1.1 unknown'", '5.1.1'],
    ['the field where the words are vague', '5.1.1', '550 5.1.0 denied', '5.1.1'],
    ['an expiry, which is the reporter’s own finding', '4.4.7', '450 4.2.0 greylisted', '4.4.7'],
  ])('takes %s', (_name, field, diagnostic, status) => {
    expect(chooseStatus(field, diagnostic)).toBe(status);
  });
});
