import { authorOf, isOneMailbox, mailboxesOf } from '../../lambdas/mime/address-field.ts';

const named = (name: string, address = 'jo@b.example') => ({ from: { name, address } });
const bare = { from: { address: 'jo@b.example' } };

describe('authorOf', () => {
  it.each<[string, string, ReturnType<typeof authorOf>]>([
    ['a full-width parenthesis', 'Sales(North）<jo@b.example>', named('Sales(North)')],
    ['an open parenthesis', 'Sales (North <jo@b.example>', named('Sales (North')],
    ['mailto in brackets', 'Jo <mailto:jo@b.example>', named('Jo')],
    ['mailto in square brackets', 'Jo Baker [mailto:jo@b.example]', named('Jo Baker')],
    ['a full-width at sign', 'Jo <jo＠b.example>', named('Jo')],
    ['the whole mailbox in an encoded word', '=?utf-8?q?Jo_=3Cjo=40b=2Eexample=3E?=', named('Jo')],
    ['the whole mailbox in quotes', '"=?utf-8?q?Jo_=3Cjo=40b=2Eexample=3E?="', named('Jo')],
    ['an encoded address', '=?utf-8?q?Jo?= <=?utf-8?q?jo=40b=2Eexample?=>', named('Jo')],
    ['entities of a web form', '&quot;Jo&quot; &lt;jo@b.example&gt;', named('Jo')],
    ['a subject behind the address', 'Jo <mailto:jo@b.example?subject=Hi>', named('Jo')],
    ['an open bracket', 'Jo Baker <jo@b.example', named('Jo Baker')],
    ['a closed bracket alone', 'Jo Baker jo@b.example>', named('Jo Baker')],
    ['two brackets', 'Jo Baker <<jo@b.example>>', named('Jo Baker')],
    ['single quotes', "'Jo Baker' <jo@b.example>", named('Jo Baker')],
    ['typographic quotes', '“Jo Baker” <jo@b.example>', named('Jo Baker')],
    ['an apostrophe in the name', "Jo O'Hara <jo@b.example>", named("Jo O'Hara")],
    ['quotes around the address', "'jo@b.example'", bare],
    ['the dot of the root', 'Jo <jo@b.example.>', named('Jo')],
    ['invisible characters', 'Jo <jo@b\u200b.exam\u00adple>', named('Jo')],
    ['blanks around the at sign', 'Jo <jo @ b.example>', named('Jo')],
    ['a blank in a quoted local part', '"jo baker"@b.example', { from: { address: '"jo baker"@b.example' } }],
    ['a local name in brackets', 'Harbour Office <office>', named('Harbour Office', 'office')],
    ['a control character in a local name', 'Office <of\u0003fice>', named('Office', 'office')],
    ['a local name with a comment', 'root (Cron Daemon)', named('Cron Daemon', 'root')],
    ['an address literal', 'Jo <jo@[192.0.2.1]>', named('Jo', 'jo@[192.0.2.1]')],
    ['a name alone', 'Harbour Office', { fromName: 'Harbour Office' }],
    ['an encoded name alone', '=?utf-8?q?B=C3=BCro?=', { fromName: 'Büro' }],
    [
      'two addresses without a mailbox',
      '&lt;a@b.example&gt; &lt;c@d.example&gt;',
      { fromName: '&lt;a@b.example&gt; &lt;c@d.example&gt' },
    ],
    ['brackets alone', '<>', {}],
  ])('reads %s', (_name, value, author) => {
    expect(authorOf(value)).toEqual(author);
  });
});

describe('isOneMailbox', () => {
  it('does not count a mailbox that had to be repaired, because other readers may find another', () => {
    expect(isOneMailbox('Jo <jo@b.example>')).toBe(true);
    expect(isOneMailbox('Jo <mailto:jo@b.example>')).toBe(false);
    expect(isOneMailbox('&lt;jo@b.example&gt;')).toBe(false);
  });
});

describe('mailboxesOf', () => {
  it('repairs no list that holds a mailbox', () => {
    expect(mailboxesOf('Jo <jo@b.example>, Ada <mailto:ada@b.example>')).toEqual([
      { name: 'Jo', address: 'jo@b.example' },
    ]);
  });

  it('searches no long text for an address', () => {
    expect(mailboxesOf(`${'&lt;'.repeat(1000)}jo@b.example&gt;`)).toEqual([]);
  });
});
