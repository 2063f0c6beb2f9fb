import { matchesPattern } from '../../local/event-pattern.ts';

const pattern = { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'DELIVERY#' }] } } } };
const record = (eventName: string, sk: string) => ({
  eventName,
  dynamodb: { Keys: { pk: { S: 'p' }, sk: { S: sk } } },
});

describe('matchesPattern', () => {
  it.each([
    [record('INSERT', 'DELIVERY#sales'), true],
    [record('MODIFY', 'DELIVERY#sales'), false],
    [record('INSERT', 'EVENT'), false],
    [{ eventName: 'INSERT' }, false],
    [{ eventName: 'INSERT', dynamodb: { Keys: { sk: { N: 'DELIVERY#' } } } }, false],
  ])('judges %j', (value, isWanted) => {
    expect(matchesPattern(pattern, value)).toBe(isWanted);
  });

  it('takes any of several values', () => {
    expect(matchesPattern({ a: ['x', 1] }, { a: 1 })).toBe(true);
    expect(matchesPattern({ a: [] }, { a: 1 })).toBe(false);
  });

  it('asks whether a field is there', () => {
    const settled = { NewImage: { fate: { S: [{ exists: true }] } } };

    expect(matchesPattern(settled, { NewImage: { fate: { S: 'delivered' } } })).toBe(true);
    expect(matchesPattern(settled, { NewImage: { state: { S: 'pending' } } })).toBe(false);
    expect(matchesPattern(settled, {})).toBe(false);
    expect(matchesPattern({ a: [{ exists: false }] }, {})).toBe(true);
  });

  it('names an operator that it does not know', () => {
    expect(() => matchesPattern({ a: [{ suffix: 'x' }] }, { a: 'x' })).toThrow('the filter {"suffix":"x"}');
  });
});
