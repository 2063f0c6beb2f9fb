import { readForm } from '../../lambdas/api/form.ts';
import {
  choosable,
  confirmPage,
  frame,
  notConfirmedPage,
  preferencesSavedPage,
  unsubscribePage,
} from '../../lambdas/api/pages.ts';

/** The names of the boxes that are checked. */
const checkedIn = (html: string): string[] =>
  [...html.matchAll(/<input type="checkbox" name="(\w+)"[^>]* checked>/g)].map(([, name]) => name!);

describe('unsubscribePage', () => {
  it.each([[[]], [['marketing']], [['marketing', 'sales']]] as const)('checks the wanted purposes %j', (wanted) => {
    expect(checkedIn(unsubscribePage(new Set(wanted)))).toEqual(wanted);
  });

  it('offers every purpose that a person can choose, and no legal notice', () => {
    const html = unsubscribePage(new Set(choosable));

    expect(checkedIn(html)).toEqual([...choosable]);
    expect(choosable).not.toContain('transactional');
  });

  it('posts the fields that the API reads', () => {
    const hidden = [...unsubscribePage(new Set()).matchAll(/type="hidden" name="([^"]+)" value="([^"]+)"/g)];
    const bodies = hidden.map(([, name, value]) => String(new URLSearchParams({ [name!]: value! })));

    expect(readForm(undefined, bodies[0]!).get('List-Unsubscribe')).toBe('One-Click');
    expect(readForm(undefined, bodies[1]!).get('preferences')).toBe('1');
  });
});

describe('the other pages', () => {
  it('asks for a button before it confirms', () => {
    expect(confirmPage()).toContain('<form method="post"><input type="hidden" name="confirm" value="1">');
    expect(notConfirmedPage()).not.toContain('<form');
  });

  it('says when a choice could not be brought back', () => {
    expect(preferencesSavedPage()).not.toContain('sign up');
    expect(preferencesSavedPage(true)).toContain('please sign up');
  });

  it('frames title and content, without a script', () => {
    const html = frame('A title', '<p>content</p>', 'p{color:red}');

    expect(html).toContain('<title>A title</title>');
    expect(html).toContain('<h1>A title</h1><p>content</p>');
    expect(html).toContain('p{color:red}</style>');
    expect(html).not.toContain('<script');
  });
});
