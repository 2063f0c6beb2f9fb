import { type Identify, resolveTemplates, type Template } from '../../local/intrinsics.ts';

const stack = { name: 'Postern-prod-App', account: '111122223333', region: 'eu-west-1' };
const identify: Identify = ({ logicalId, type, place }) =>
  type === 'Known'
    ? { ref: `ref of ${logicalId}`, arn: `arn:aws:sns:${place.region}:${place.account}:${logicalId}` }
    : undefined;

/** A reference within a text of `Fn::Sub`. */
const inText = (name: string): string => `\${${name}}`;

const templateOf = (value: unknown, more: Partial<Template> = {}): Template => ({
  stack,
  Resources: { Topic: { Type: 'Known' }, Other: { Type: 'Other' }, Probe: { Type: 'Probe', Properties: { value } } },
  ...more,
});

const state: Template = {
  stack: { ...stack, name: 'Postern-prod-State', region: 'eu-west-2' },
  Resources: { Queue: { Type: 'Known' } },
  Outputs: {
    Exported: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] }, Export: { Name: 'state:Queue' } },
    Plain: { Value: { Ref: 'Queue' } },
  },
};

const resolvedOf = (value: unknown, more?: Partial<Template>): unknown =>
  resolveTemplates([state, templateOf(value, more)], identify).get('Probe')?.Properties.value;

describe('resolveTemplates', () => {
  it.each([
    ['the account of the stage', { Ref: 'AWS::AccountId' }, '111122223333'],
    ['the region of the stage', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['the name of the stack', { Ref: 'AWS::StackName' }, 'Postern-prod-App'],
    ['the reference of a resource', { Ref: 'Topic' }, 'ref of Topic'],
    ['a resource without a name on this machine', { Ref: 'Other' }, 'Other'],
    ['the ARN of a resource', { 'Fn::GetAtt': ['Topic', 'TopicArn'] }, 'arn:aws:sns:eu-west-1:111122223333:Topic'],
    ['an ARN with a dot in its reference', { 'Fn::GetAtt': 'Topic.Arn' }, 'arn:aws:sns:eu-west-1:111122223333:Topic'],
    ['the name of a resource', { 'Fn::GetAtt': ['Topic', 'TopicName'] }, 'Topic'],
    ['an export of another stack', { 'Fn::ImportValue': 'state:Queue' }, 'arn:aws:sns:eu-west-2:111122223333:Queue'],
    [
      'an output of another stack',
      { 'Fn::GetStackOutput': { StackName: 'Postern-prod-State', OutputName: 'Plain' } },
      'ref of Queue',
    ],
    ['joined parts', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] }, 'a-eu-west-1'],
    ['split parts', { 'Fn::Split': [':', { 'Fn::GetAtt': ['Topic', 'Arn'] }] }, expect.arrayContaining(['sns'])],
    ['a part by its index', { 'Fn::Select': [2, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Topic', 'Arn'] }] }] }, 'sns'],
    ['a part by an index in quotes', { 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
    [
      'a text with its references',
      { 'Fn::Sub': `${inText('AWS::Region')}/${inText('Topic.Arn')}/${inText('Topic')}` },
      expect.stringMatching(/^eu-west-1\/arn:.*Topic\/ref of Topic$/),
    ],
    [
      'a text with its own variables',
      { 'Fn::Sub': [`${inText('Place')}!`, { Place: { Ref: 'AWS::Region' } }] },
      'eu-west-1!',
    ],
    ['a literal text that looks like a reference', { 'Fn::Sub': inText('!Literal') }, inText('Literal')],
    ['an object without its absent field', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['a list without its absent element', [1, { Ref: 'AWS::NoValue' }], [1]],
    ['an object that has more fields than a function', { Ref: 'Topic', and: 'more' }, { Ref: 'Topic', and: 'more' }],
  ])('resolves %s', (_, value, expected) => {
    expect(resolvedOf(value)).toEqual(expected);
  });

  it('resolves a parameter to its default', () => {
    expect(resolvedOf({ Ref: 'Size' }, { Parameters: { Size: { Default: '5' } } })).toBe('5');
  });

  it.each([
    [
      'an unknown function',
      { deep: [{ 'Fn::GetAZs': '' }] },
      /Postern-prod-App: Probe: the template uses Fn::GetAZs, which/,
    ],
    [
      'a condition',
      { 'Fn::If': ['IsProd', 1, 2] },
      /Probe: the template uses Fn::If, which the local runtime does not/,
    ],
    ['a join without a list', { 'Fn::Join': '-' }, /Probe: the template uses Fn::Join of what is no list, which/],
    ['an unknown resource', { Ref: 'Nobody' }, /Probe: refers to Nobody, which the template does not have/],
    ['a resource of another stack', { Ref: 'Queue' }, /Probe: refers to Queue, which the template does not have/],
    ['an unknown export', { 'Fn::ImportValue': 'x' }, /Probe: imports x, which no stack of the stage exports/],
    [
      'an unknown output',
      { 'Fn::GetStackOutput': { StackName: 'Postern-prod-State', OutputName: 'x' } },
      /Probe: reads the output x of Postern-prod-State, which the stage does not have/,
    ],
    [
      'a part beyond the end of the list',
      { 'Fn::Select': [2, ['a']] },
      /Probe: the template uses Fn::Select of a part that is not/,
    ],
  ])('rejects %s with an error that names the resource', (_, value, message) => {
    expect(() => resolvedOf(value)).toThrow(
      expect.objectContaining({ name: 'ConfigError', message: expect.stringMatching(message) }),
    );
  });

  it('rejects a resource with a condition', () => {
    const Resources = { Maybe: { Type: 'Other', Condition: 'IsProd' } };

    expect(() => resolveTemplates([templateOf(1, { Resources })], identify)).toThrow(
      'Postern-prod-App: Maybe: the template uses a condition, which the local runtime does not understand',
    );
  });

  it('rejects two resources of this machine with the same logical id in two stacks', () => {
    const Resources = { Queue: { Type: 'Known' } };

    expect(() => resolveTemplates([state, templateOf(1, { Resources })], identify)).toThrow(
      'Postern-prod-State and Postern-prod-App both have a resource Queue',
    );
  });
});
