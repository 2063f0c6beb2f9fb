import { decodeTypes, inOrderOfImports } from '../../../tools/witness/moto-stacks.ts';
import type { AssembledStack } from '../../../tools/witness/template.ts';

const stack = (name: string, imports: readonly string[], exports: readonly string[] = []): AssembledStack => ({
  name,
  region: 'eu-west-1',
  file: '',
  template: {
    Resources: { One: { Type: 'T', Properties: { a: imports.map((entry) => ({ 'Fn::ImportValue': entry })) } } },
    Outputs: Object.fromEntries(exports.map((Name) => [Name, { Value: 'v', Export: { Name } }])),
  },
});

describe('the order of the stacks', () => {
  it('puts what exports before what imports', () => {
    const stacks = [
      stack('App', ['State:Key', 'Mail:Rule']),
      stack('Mail', ['State:Key'], ['Mail:Rule']),
      stack('State', [], ['State:Key']),
    ];

    expect(inOrderOfImports(stacks).map(({ name }) => name)).toEqual(['State', 'Mail', 'App']);
  });

  it('puts what has an output before what reads it', () => {
    const output = { 'Fn::GetStackOutput': { StackName: 'State', OutputName: 'Key' } };
    const app = stack('App', []);
    const reader = { ...app, template: { Resources: { One: { Type: 'T', Properties: { a: output } } } } };

    expect(inOrderOfImports([reader, stack('State', [])]).map(({ name }) => name)).toEqual(['State', 'App']);
  });

  it('says so when there is none', () => {
    const stacks = [stack('One', ['two'], ['one']), stack('Two', ['one'], ['two'])];

    expect(() => inOrderOfImports(stacks)).toThrow('stacks import from each other: One, Two');
  });
});

describe('the list of types', () => {
  it.each(['{}', '"AWS::SQS::Queue"'])('is refused where it is none: %s', (text) => {
    expect(() => decodeTypes(text)).toThrow('the list of types is no list');
  });
});
