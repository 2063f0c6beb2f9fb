import { type Compared, leftOut, problemOf, staleDifferences } from '../../../tools/witness/stack-judgement.ts';

const known = [{ type: 'AWS::S3::Bucket', paths: ['Lifecycle', 'Logging'], differs: 'moto drops it', page: 'page' }];
const bucket = (...paths: string[]): Compared => ({
  id: 'Mail',
  type: 'AWS::S3::Bucket',
  mismatches: paths.map((path) => ({ path, expected: 1, found: undefined })),
});

describe('the judgement of a created resource', () => {
  it.each([
    ['shows all', bucket()],
    ['differs where it is known to', bucket('Lifecycle', 'Logging.Prefix')],
  ])('finds nothing in one that %s', (_, compared) => {
    expect(problemOf(compared, known)).toBeUndefined();
  });

  it.each([
    ['differs elsewhere', bucket('Lifecycle', 'Versioning'), 'Versioning is undefined, not 1'],
    ['differs in what only begins with the same letters', bucket('LifecycleRule'), 'LifecycleRule is undefined, not 1'],
    ['is of another type', { ...bucket('Lifecycle'), type: 'AWS::SQS::Queue' }, 'Lifecycle is undefined, not 1'],
  ])('finds one that %s', (_, compared, problem) => {
    expect(problemOf(compared, known)).toBe(problem);
  });

  it('finds a named difference that no resource shows any more', () => {
    expect(staleDifferences([bucket('Logging')], known)).toEqual([]);
    expect(staleDifferences([bucket('Versioning')], known)).toEqual([
      {
        title: 'AWS::S3::Bucket Lifecycle, Logging differs',
        problem: 'it does not any more: take it out of tools/witness/differences.ts',
      },
    ]);
  });

  it('says what was left out, by type', () => {
    const alarm = { id: 'A', type: 'AWS::CloudWatch::Alarm' };

    expect(leftOut([alarm, alarm, { id: 'P', type: 'AWS::IAM::Policy', refersTo: 'Secret' }])).toEqual([
      'not created, because moto does not know the type: 2 AWS::CloudWatch::Alarm',
      'not created, because they refer to one of these: 1 AWS::IAM::Policy',
    ]);
    expect(leftOut([])).toEqual([]);
  });
});
