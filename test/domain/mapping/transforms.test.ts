import type { MappingField } from '../../../lambdas/domain/mapping/mapping-schema.ts';
import { transformNames, transformValue } from '../../../lambdas/domain/mapping/transforms.ts';

describe('transformValue', () => {
  it.each<[Parameters<typeof transformValue>[0], MappingField['transform'], unknown]>([
    ['  Ada  ', ['trim', 'upper'], 'ADA'],
    [0.42, ['percent'], 42],
    ['2026-11-20T23:30:00Z', ['date'], '2026-11-20'],
    ['nonsense', ['date'], undefined],
    ['nonsense', ['number'], undefined],
    [['a', 'b'], ['semicolon'], 'a;b'],
    [['a', 'b'], ['count'], 2],
    [['a', 'b'], ['upper', 'first'], 'A'],
    ['one\ntwo', ['first-line'], 'one'],
    ['false', ['boolean'], false],
    ['ada', ['capitalize'], 'Ada'],
    [['Ada'], ['lower', 'comma'], 'ada'],
    ['1970-01-01T00:00:01Z', ['epoch-ms'], 1000],
    ['12.5', ['number'], 12.5],
    [7, ['upper'], 7],
  ])('turns %j by %j into %j', (value, names, result) => {
    expect(transformValue(value, names)).toEqual(result);
  });

  it('says nothing of a value that is not there', () => {
    expect(transformNames.map((name) => transformValue(undefined, [name]))).toEqual(
      transformNames.map(() => undefined),
    );
  });
});
