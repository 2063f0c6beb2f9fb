import { originalAuthorOf } from '../../../lambdas/domain/mail/original-author.ts';

const author = (...headers: ReadonlyArray<readonly [string, string]>) =>
  originalAuthorOf({
    headers: headers.map(([name, value]) => ({ name, value })),
    from: { address: 'list@lists.example' },
  });

describe('originalAuthorOf', () => {
  it.each<[string, string, object | undefined]>([
    ['x-original-from', 'Jo Baker <jo@customer.example>', { name: 'Jo Baker', address: 'jo@customer.example' }],
    ['x-original-from', '"Baker, Jo" <jo@customer.example>', { name: 'Baker, Jo', address: 'jo@customer.example' }],
    ['x-original-from', '<jo@customer.example>', { address: 'jo@customer.example' }],
    ['x-original-sender', ' jo@customer.example ', { address: 'jo@customer.example' }],
    ['x-original-from', 'a@b.example, c@d.example', undefined],
    ['x-original-from', 'Jo Baker', undefined],
    ['x-original-from', 'LIST@lists.example', undefined],
    ['from', 'jo@customer.example', undefined],
  ])('reads %s: %s', (name, value, wanted) => {
    expect(author([name, value])).toEqual(wanted);
  });

  it('prefers X-Original-From, and takes X-Original-Sender where that names nobody', () => {
    const sender = ['x-original-sender', 'kim@customer.example'] as const;

    expect(author(sender, ['x-original-from', 'jo@customer.example'])).toEqual({ address: 'jo@customer.example' });
    expect(author(sender, ['x-original-from', 'nobody'])).toEqual({ address: 'kim@customer.example' });
  });
});
