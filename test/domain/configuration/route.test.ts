import { compilePattern, createRouter, ownRoutesOf } from '../../../lambdas/domain/configuration/route.ts';

const route = createRouter([
  { key: 'deals', addresses: ['deals@in.example', 'deal+{token}@in.example'] },
  { key: 'sales', addresses: ['sales@in.example'] },
  { key: 'summer', addresses: ['sales+summer@in.example'] },
  { key: 'tickets', addresses: ['case-{ticket}@in.example'] },
  { key: 'everything', addresses: ['*@in.example'] },
]);

describe('createRouter and compilePattern', () => {
  it.each([
    ['sales@in.example', { integration: 'sales' }],
    ['SALES@IN.EXAMPLE', { integration: 'sales' }],
    ['deals+12345@in.example', { integration: 'deals', token: { type: 'deal', id: '12345' } }],
    ['deal+12345@in.example', { integration: 'deals', token: { type: 'deal', id: '12345' } }],
    ['sales+deal-77@in.example', { integration: 'sales', token: { type: 'deal', id: '77' } }],
    ['sales+winter@in.example', { integration: 'sales', token: { type: 'tag', id: 'winter' } }],
    ['sales+summer@in.example', { integration: 'summer' }],
    ['case-9@in.example', { integration: 'tickets', token: { type: 'ticket', id: '9' } }],
    ['anybody@in.example', { integration: 'everything' }],
  ])('route %s', (address, expected) => {
    expect(route(address)).toEqual(expected);
  });

  it.each(['sales@other.example', 'sales', '', '@in.example', 'sales@in.example.evil'])(
    'send %j nowhere',
    (address) => {
      expect(route(address)).toBeUndefined();
    },
  );

  it('match an internationalized domain in either spelling', () => {
    const german = createRouter([{ key: 'de', addresses: ['info@müller.example'] }]);

    expect(german('info@xn--mller-kva.example')).toEqual({ integration: 'de' });
  });

  it('take the special characters of a pattern literally', () => {
    const dotted = createRouter([{ key: 'dot', addresses: ['a.b@in.example'] }]);

    expect(dotted('axb@in.example')).toBeUndefined();
  });

  it.each(['no-at-sign', 'two{a}{b}@x.example', 'a*b@x.example', 'x@do main', 'x@*'])(
    'explain the mistake in %j',
    (pattern) => {
      expect(compilePattern(pattern)).toEqual({ mistake: expect.stringMatching(/^wants /) as string });
    },
  );
});

describe('ownRoutesOf', () => {
  const integrations = [{ key: 'sales', addresses: ['sales@in.example', 'case-{ticket}@in.example'] }];

  it.each([
    ['Sales@IN.example', true],
    ['sales+summer@in.example', true],
    ['case-9@in.example', true],
    ['jo@customer.example', false],
    ['', false],
  ])('judges %j', (address, isOwn) => {
    expect(ownRoutesOf(integrations)(address)).toBe(isOwn);
    expect(ownRoutesOf(integrations)(address)).toBe(isOwn);
  });
});
