import { choicesOf } from '../../../../console/src/shell/choices.ts';

const hrefs = (text: string, scopes?: readonly string[], sandbox = true, routes?: ReadonlySet<string>): string[] =>
  choicesOf(text, { sandbox }, { scopes, routes }).map(({ href }) => href);

describe('choicesOf', () => {
  it('finds a page by a part of its name, and offers a search', () => {
    expect(hrefs('prom')).toEqual(['/boards/promises', '/?q=prom']);
  });

  it.each([`evt_${'0a'.repeat(16)}`, 'a1'.repeat(20)])('opens %s as a mail first', (id) => {
    expect(hrefs(id)[0]).toBe(`/mails/${id}`);
  });

  it('offers only pages that the role can use', () => {
    expect(hrefs('', ['events:read'], false)).toEqual(['/', '/?fate=parked']);
  });

  it('leaves out pages whose route the API does not have', () => {
    expect(hrefs('boards', undefined, true, new Set(['/v1/health']))).toEqual(['/boards/health', '/?q=boards']);
  });

  it('offers the sandbox on a laptop alone', () => {
    expect(hrefs('sandbox', undefined, true)).toContain('/boards/sandbox');
    expect(hrefs('sandbox', undefined, false)).not.toContain('/boards/sandbox');
  });
});
