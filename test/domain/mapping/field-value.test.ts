import { hasOneOf } from '../../../lambdas/domain/mapping/field-value.ts';

describe('hasOneOf', () => {
  it.each([
    ['EMEA', ['emea'], true],
    ['APAC; EMEA', ['emea'], true],
    ['EMEA North', ['emea'], false],
    [true, ['true'], true],
    [3, ['3', 4], true],
    [undefined, ['undefined', ''], false],
  ])('finds in %j one of %j: %s', (field, values, wanted) => {
    expect(hasOneOf(field, values)).toBe(wanted);
  });
});
