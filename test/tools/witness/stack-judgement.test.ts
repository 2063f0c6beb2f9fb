import { type Compared, differenceChecks, notLookedAt, problemOf } from '../../../tools/witness/stack-judgement.ts';

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

  it('finds each path of a named difference that no resource shows any more', () => {
    expect(differenceChecks([bucket('Logging.Prefix', 'LifecycleRule')], known)).toEqual([
      {
        title: 'AWS::S3::Bucket Lifecycle differs',
        problem: 'it does not any more: take it out of tools/witness/differences.ts',
      },
      { title: 'AWS::S3::Bucket Logging differs' },
    ]);
  });

  it('says what was left out, by type', () => {
    const alarm = { id: 'A', type: 'AWS::CloudWatch::Alarm' };

    const policy = { id: 'P', type: 'AWS::IAM::Policy', refersTo: 'Secret' };
    const alias = { id: 'L', type: 'AWS::Lambda::Alias', refersTo: 'F' };

    expect(notLookedAt([alarm, alarm, policy, alias], ['AWS::IAM::Role', 'AWS::IAM::Role'])).toEqual([
      'not created, because their code cannot run there: 1 AWS::Lambda::Alias',
      'not created, because moto does not know the type: 2 AWS::CloudWatch::Alarm',
      'not created, because they refer to one of these: 1 AWS::IAM::Policy',
      'created, but not compared with the template: 2 AWS::IAM::Role',
    ]);
    expect(notLookedAt([], [])).toEqual([]);
  });
});
