import { reduceTemplate } from '../../../tools/witness/reduced-template.ts';
import type { TemplateResource } from '../../../tools/witness/template.ts';

const knows = (type: string): boolean => type !== 'AWS::Lambda::Function';
const fn: TemplateResource = { Type: 'AWS::Lambda::Function' };
const queue = (Properties: object = {}, more: object = {}): TemplateResource => ({
  Type: 'AWS::SQS::Queue',
  Properties: { ...Properties },
  ...more,
});

/** A text of `Fn::Sub` that names something. */
const named = (name: string): string => `x-\${${name}}`;

/** The ids that are left, of resources by id. */
const left = (Resources: Record<string, TemplateResource>, imported: readonly string[] = []): string[] =>
  Object.keys(reduceTemplate({ Resources }, knows, new Set(imported)).template.Resources);

describe('the reduced template', () => {
  it.each([
    ['Ref', { Ref: 'Fn' }],
    ['GetAtt', { 'Fn::GetAtt': ['Fn', 'Arn'] }],
    ['GetAtt in one text', { 'Fn::GetAtt': 'Fn.Arn' }],
    ['Sub', { 'Fn::Sub': named('Fn.Arn') }],
    ['Sub with variables', { 'Fn::Sub': [named('Fn'), {}] }],
    ['Join, deep inside', { list: [{ 'Fn::Join': ['', ['x', { Ref: 'Fn' }]] }] }],
  ])('leaves out what refers by %s to something of an unknown type', (_, Policy) => {
    expect(left({ Fn: fn, Refers: queue({ Policy }), Stays: queue() })).toEqual(['Stays']);
  });

  it('leaves out what refers to something that refers to it, in whatever order they stand', () => {
    expect(left({ Second: queue({ a: { Ref: 'First' } }), First: queue({ a: { Ref: 'Fn' } }), Fn: fn })).toEqual([]);
  });

  it('says why each was left out', () => {
    const { dropped } = reduceTemplate({ Resources: { Fn: fn, Refers: queue({ a: { Ref: 'Fn' } }) } }, knows);

    expect(dropped).toEqual([
      { id: 'Fn', type: 'AWS::Lambda::Function' },
      { id: 'Refers', type: 'AWS::SQS::Queue', refersTo: 'Fn' },
    ]);
  });

  it('keeps what names a pseudo parameter, or a literal that looks like a reference', () => {
    expect(left({ Fn: fn, One: queue({ a: { Ref: 'AWS::Region' }, b: { 'Fn::Sub': named('!Fn') } }) })).toEqual([
      'One',
    ]);
  });

  it('keeps what only waits for something that is left out, without the wait', () => {
    const { template } = reduceTemplate(
      {
        Resources: {
          Fn: fn,
          One: queue(),
          Two: queue({}, { DependsOn: ['Fn', 'One'] }),
          Three: queue({}, { DependsOn: 'Fn' }),
        },
      },
      knows,
    );

    expect(template.Resources.Two?.DependsOn).toEqual(['One']);
    expect(template.Resources.Three).not.toHaveProperty('DependsOn');
  });

  it('keeps what imports an export that is there already, and leaves out what imports another', () => {
    const imports = (name: string) => queue({ a: { 'Fn::ImportValue': name } });

    expect(left({ One: imports('State:Key'), Two: imports('State:Secret') }, ['State:Key'])).toEqual(['One']);
  });

  it('keeps what reads an output of a stack that is there already', () => {
    const reads = (OutputName: string) =>
      queue({ a: { 'Fn::GetStackOutput': { StackName: 'State', OutputName, Region: 'eu-west-1' } } });

    expect(left({ One: reads('Key'), Two: reads('Secret') }, ['State.Key'])).toEqual(['One']);
  });

  it('has the outputs of what is left', () => {
    const Outputs = { A: { Value: { Ref: 'One' } }, B: { Value: { Ref: 'Fn' } }, C: { Value: 'text' } };
    const { template } = reduceTemplate({ Resources: { Fn: fn, One: queue() }, Outputs }, knows);

    expect(Object.keys(template.Outputs ?? {})).toEqual(['A', 'C']);
  });

  it('makes a table of a global table with one replica, with what only the replica says', () => {
    const table: TemplateResource = {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true },
        Replicas: [{ Region: 'eu-west-1', DeletionProtectionEnabled: true, SSESpecification: { KMSMasterKeyId: 'k' } }],
      },
    };

    expect(reduceTemplate({ Resources: { Table: table } }, knows).template.Resources.Table).toEqual({
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        SSESpecification: { SSEEnabled: true, KMSMasterKeyId: 'k' },
      },
    });
  });
});
