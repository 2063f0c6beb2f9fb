import { readAddressToken } from '../../../lambdas/domain/configuration/address-token.ts';
import { signTag } from '../../../lambdas/domain/mail/address-tag.ts';
import type { Token } from '../../../lambdas/domain/mail/token.ts';

const keys = { current: 'k1', keys: { k1: 'a key of the tests' } };
const sales = { tenant: 'acme', key: 'sales' };
const signed = (kind: 'deal' | 'bounce', id: string, integration?: string): Token => ({
  type: kind,
  id: signTag({ kind, tenant: 'acme', integration, id }, keys),
});

describe('readAddressToken', () => {
  const read = (...tokens: Token[]) => readAddressToken(tokens, sales, async () => keys);

  it.each<[string, Token[], Token | undefined]>([
    ['nothing where no address names a record', [], undefined],
    ['a token without a tag as it is', [{ type: 'deal', id: '7' }], { type: 'deal', id: '7' }],
    [
      'a token of a kind that is never signed',
      [{ type: 'tag', id: 'a.aaaaaaaaaaaa' }],
      { type: 'tag', id: 'a.aaaaaaaaaaaa' },
    ],
    ['a signed token', [signed('deal', '7', 'sales')], { type: 'deal', id: '7', isSigned: true }],
    [
      'the record of a tag that is not ours, unsigned',
      [{ type: 'deal', id: '7.aaaaaaaaaaaa' }],
      { type: 'deal', id: '7' },
    ],
    ['the record of another integration’s tag, unsigned', [signed('deal', '7', 'support')], { type: 'deal', id: '7' }],
    [
      'a return path at any integration of its tenant',
      [signed('bounce', 'x')],
      { type: 'bounce', id: 'x', isSigned: true },
    ],
    [
      'the signed token before an unsigned one',
      [{ type: 'deal', id: '1' }, signed('deal', '7', 'sales')],
      { type: 'deal', id: '7', isSigned: true },
    ],
    [
      'the first of several unsigned tokens',
      [
        { type: 'deal', id: '1' },
        { type: 'deal', id: '2' },
      ],
      { type: 'deal', id: '1' },
    ],
  ])('reads %s', async (_case, tokens, token) => {
    expect(await read(...tokens)).toEqual(token);
  });

  it('reads the keys only for an address with a tag', async () => {
    const never = () => Promise.reject(new Error('no key is needed'));

    expect(await readAddressToken([{ type: 'deal', id: '7' }], sales, never)).toEqual({ type: 'deal', id: '7' });
  });
});
