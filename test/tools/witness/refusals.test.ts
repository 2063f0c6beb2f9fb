import { refusalChecks, trialsOf } from '../../../tools/witness/refusals.ts';
import type { AssembledStack, Template } from '../../../tools/witness/template.ts';

const refused = [{ type: 'AWS::KMS::Key', paths: ['Tags'], differs: 'moto fails', page: 'page' }];
const stackWith = (Properties: Record<string, unknown>): AssembledStack => ({
  name: 'State',
  region: 'eu-west-1',
  file: '',
  template: { Resources: { Key: { Type: 'AWS::KMS::Key', Properties } } },
});
const policy = { Ref: 'AWS::AccountId' };

describe('what a server is spared', () => {
  it('is tried with and without it, on a resource of the stacks', () => {
    const [tags] = trialsOf([stackWith({ KeyPolicy: policy, Tags: [] })], refused);

    expect(tags).toEqual({
      title: 'AWS::KMS::Key Tags is refused',
      spared: { Resources: { Tried: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policy } } } },
      refused: { Resources: { Tried: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policy, Tags: [] } } } },
    });
  });

  it.each([
    ['has it', { KeyPolicy: policy }],
    ['stands alone', { KeyPolicy: { Ref: 'Other' }, Tags: [] }],
  ])('is named when no resource %s', (_, properties) => {
    expect(() => trialsOf([stackWith(properties)], refused)).toThrow(
      'no resource shows that AWS::KMS::Key Tags is refused',
    );
  });

  it.each<[string, (template: Template) => string | undefined, string | undefined]>([
    ['is still refused', (template) => ('Tags' in propertiesOf(template) ? 'KeyError' : undefined), undefined],
    ['is taken', () => undefined, 'it is not any more: it need not be left out of what moto gets'],
    ['fails in any case', () => 'KeyError', 'it cannot be tried: KeyError'],
  ])('is judged when it %s', async (_, create, problem) => {
    const [tags] = trialsOf([stackWith({ Tags: [] })], refused);
    const [check] = await refusalChecks([tags!], async (_name, template) => create(template));

    expect(check?.problem).toBe(problem);
  });

  it('is tried in stacks of different names', async () => {
    const names: string[] = [];
    await refusalChecks(trialsOf([stackWith({ Tags: [] })], refused), async (name) => {
      names.push(name);
      return undefined;
    });

    expect(new Set(names).size).toBe(4);
  });
});

const propertiesOf = ({ Resources }: Template): object => Resources.Tried?.Properties ?? {};
