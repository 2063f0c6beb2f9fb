import { messageIdsOf } from '../../lambdas/mime/message-ids.ts';

describe('messageIdsOf', () => {
  it.each<[string, string | undefined, readonly string[]]>([
    ['none', undefined, []],
    ['several', '<a@b.example> <c@d.example>', ['a@b.example', 'c@d.example']],
    ['the same twice', '<a@b.example> <a@b.example>', ['a@b.example']],
    ['several with commas', '<a@b.example>,<c@d.example>', ['a@b.example', 'c@d.example']],
    ['a blank within', '<a@ b.example>', ['a@b.example']],
    ['bare ones', 'a@b.example c@d.example', ['a@b.example', 'c@d.example']],
    [
      'a bare one between bracketed ones',
      '<a@b.example> c@d.example <e@f.example>',
      ['a@b.example', 'c@d.example', 'e@f.example'],
    ],
    ['one whose end is lost', '<a@b.example', ['a@b.example']],
    ['one without an @', '20261120.ABC', ['20261120.ABC']],
    ['encoded ones', '=?utf-8?q?=3Ca=40b=2Eexample=3E?=', ['a@b.example']],
    [
      'two encoded ones',
      '=?utf-8?q?=3Ca=40b=2Eexample=3E_?= =?utf-8?q?=3Cc=40d=2Eexample=3E?=',
      ['a@b.example', 'c@d.example'],
    ],
    ['an author in front', 'Your message of "Thu, 19 Nov 2026" from ada@b.example <p@q.example>', ['p@q.example']],
    ['a comment behind', '<a@b.example> (added by postmaster@b.example)', ['a@b.example']],
    ['words alone', 'Your message of Thu, 19 Nov 2026', []],
  ])('reads %s', (_name, value, ids) => {
    expect(messageIdsOf(value)).toEqual(ids);
  });
});
