import { dependencyCycles } from './template-cycles.ts';

describe('dependencyCycles', () => {
  it.each<readonly [string, Parameters<typeof dependencyCycles>[0], string[][]]>([
    ['none', { A: { Properties: { to: { Ref: 'B' } } }, B: { Properties: { to: { Ref: 'AWS::Region' } } } }, []],
    [
      'references of three kinds',
      {
        A: { Properties: { to: { 'Fn::GetAtt': ['B', 'Arn'] } } },
        B: { Properties: { to: [{ 'Fn::Sub': `arn:\${C}:x` }] } },
        C: { Properties: { to: { Ref: 'A' } } },
      },
      [['A', 'B', 'C', 'A']],
    ],
    [
      'DependsOn and an update policy',
      { A: { DependsOn: 'B' }, B: { UpdatePolicy: { to: { Ref: 'A' } } } },
      [['A', 'B', 'A']],
    ],
    ['a resource that names itself', { A: { Properties: { to: { Ref: 'A' } } } }, [['A', 'A']]],
    ['metadata, which nobody waits for', { A: { Metadata: { to: { Ref: 'A' } } } }, []],
  ])('finds %s', (_, resources, cycles) => {
    expect(dependencyCycles(resources)).toEqual(cycles);
  });
});
