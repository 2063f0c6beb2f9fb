import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { mismatches } from './compare.ts';
import { anyone, describers } from './describe.ts';
import { propertyDifferences, refusedProperties } from './differences.ts';
import { type Dropped, reduceTemplate } from './reduced-template.ts';
import { refusalChecks, trialsOf } from './refusals.ts';
import { check, type Report } from './report.ts';
import { type Compared, differenceChecks, notLookedAt, problemOf, runsCode } from './stack-judgement.ts';
import { type AssembledStack, importedName, isRecord, outputName, referencesOf, type Template } from './template.ts';

/**
 * Creates the stacks one after the other, as far as the server's CloudFormation knows their types, and compares what the
 * services then describe with the template. Functions and custom resources are left out: their code cannot run there.
 *
 * @param endpoint of a server that was started for this, and has no stacks yet
 * @param known types that its CloudFormation creates
 */
export async function createStacks(
  endpoint: string,
  known: ReadonlySet<string>,
  stacks: readonly AssembledStack[],
): Promise<Report> {
  const exports = new Map<string, string>();
  const checks: Report['checks'][number][] = [];
  const seen: Compared[] = [];
  const left: Dropped[] = [];
  const undescribed: string[] = [];
  for (const stack of stacks) {
    const knows = (type: string): boolean => known.has(type) && !runsCode(type);
    const reduced = reduceTemplate(stack.template, knows, new Set(exports.keys()));
    left.push(...reduced.dropped);
    const count = Object.keys(reduced.template.Resources).length;
    const created = await createStack(endpoint, stack, fitted(reduced.template, exports));
    checks.push(check(`${stack.name}: ${count} resources are created in ${stack.region}`, created.problem));
    if (created.problem !== undefined) continue;
    for (const [name, value] of created.exports) exports.set(name, value);
    const ids = new Map([...exports, ...created.physicalIds]);
    const { compared, others } = await compareStack(endpoint, stack.region, reduced.template, ids);
    seen.push(...compared);
    undescribed.push(...others);
    for (const entry of compared)
      checks.push(check(`${stack.name}: ${entry.id} is as the template says`, problemOf(entry, propertyDifferences)));
  }
  const region = stacks[0]?.region ?? 'us-east-1';
  const refusals = await refusalChecks(
    trialsOf(stacks, refusedProperties),
    async (name, template) => (await createStack(endpoint, { name, region }, template)).problem,
  );
  return {
    checks: [...checks, ...differenceChecks(seen, propertyDifferences), ...refusals],
    notes: [
      ...notLookedAt(left, undescribed),
      `not compared in any resource: ${[...undescribedProperties].join(', ')}`,
      ...[...propertyDifferences, ...refusedProperties].map(
        ({ type, paths, differs, page }) => `${type}, ${paths.join(', ')}: ${differs} (${page})`,
      ),
    ],
  };
}

/**
 * The template as the server takes it: without the properties on which it fails, with a name for each FIFO queue that has
 * none, because it makes up names without the suffix that AWS gives them, and with the value of an output in place of a
 * `Fn::GetStackOutput`, which it does not know.
 */
const fitted = (template: Template, values: ReadonlyMap<string, string>): Template => ({
  ...template,
  Resources: Object.fromEntries(
    Object.entries(template.Resources).map(([id, resource]) => {
      const { Type, Properties = {} } = resource;
      const refused = refusedProperties.filter(({ type }) => type === Type).flatMap(({ paths }) => paths);
      const claimed = Object.entries(Properties).filter(([name]) => !refused.includes(name));
      const isNameless = Type === 'AWS::SQS::Queue' && Properties.FifoQueue === true && !('QueueName' in Properties);
      const named = isNameless ? [...claimed, ['QueueName', `${id}.fifo`]] : claimed;
      return [id, { ...resource, Properties: withOutputs(Object.fromEntries(named), values) }];
    }),
  ),
});

/** The properties with the values of the outputs of other stacks. */
const withOutputs = (properties: object, values: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> =>
  JSON.parse(
    JSON.stringify(properties, (_, value: unknown) => {
      const output = isRecord(value) ? value['Fn::GetStackOutput'] : undefined;
      return output === undefined ? value : values.get(importedName('Fn::GetStackOutput', output)!);
    }),
  ) as Readonly<Record<string, unknown>>;

interface Created {
  /** By logical id. */
  readonly physicalIds: ReadonlyMap<string, string>;
  /** Values by the names of exports, and by those of outputs. */
  readonly exports: ReadonlyMap<string, string>;
  /** Why the stack is not created. */
  readonly problem?: string;
}

async function createStack(
  endpoint: string,
  { name, region }: Pick<AssembledStack, 'name' | 'region'>,
  template: Template,
): Promise<Created> {
  const client = new CloudFormationClient({ endpoint, region, credentials: anyone });
  const failed = (problem: string): Created => ({ physicalIds: new Map(), exports: new Map(), problem });
  try {
    await client.send(
      new CreateStackCommand({
        StackName: name,
        TemplateBody: JSON.stringify(template),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
      }),
    );
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const { StackStatus: status, Outputs = [] } = Stacks[0] ?? {};
    if (status !== 'CREATE_COMPLETE') return failed(`the stack is ${status}`);
    const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: name }));
    const wanted = Object.keys(template.Resources).length;
    if (StackResources.length !== wanted) return failed(`${StackResources.length} of ${wanted} resources are there`);
    return {
      physicalIds: new Map(
        StackResources.map((entry) => [entry.LogicalResourceId ?? '', entry.PhysicalResourceId ?? '']),
      ),
      exports: new Map(
        Outputs.flatMap(({ ExportName, OutputKey = '', OutputValue = '' }) =>
          [ExportName ?? '', outputName(name, OutputKey)].map((key) => [key, OutputValue] as const),
        ),
      ),
    };
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  } finally {
    client.destroy();
  }
}

/** Properties that no description of a resource shows: services tell tags by a call apart, and a key waits only once it is deleted. */
const undescribedProperties = new Set(['Tags', 'PendingWindowInDays']);

async function compareStack(
  endpoint: string,
  region: string,
  { Resources }: Template,
  physicalIds: ReadonlyMap<string, string>,
): Promise<{ readonly compared: readonly Compared[]; readonly others: readonly string[] }> {
  const describe = describers(endpoint, region);
  const compared: Compared[] = [];
  const others: string[] = [];
  for (const [id, { Type, Properties = {} }] of Object.entries(Resources)) {
    const found = await describe[Type]?.(physicalIds.get(id)!);
    if (found === undefined) {
      others.push(Type);
      continue;
    }
    const expected = Object.fromEntries(
      Object.entries(Properties).filter(([name]) => !undescribedProperties.has(name)),
    );
    compared.push({ id, type: Type, mismatches: mismatches(expected, found, physicalIds) });
  }
  return { compared, others };
}

/** Stage stacks in the order of their imports: what exports comes before what imports. */
export function inOrderOfImports(stacks: readonly AssembledStack[]): AssembledStack[] {
  const exportsOf = ({ template }: AssembledStack): string[] =>
    Object.values(template.Outputs ?? {}).flatMap(({ Export }) => (Export === undefined ? [] : [Export.Name]));
  const imports = (stack: AssembledStack, from: AssembledStack): boolean => {
    const names = [...referencesOf(stack.template.Resources).imports];
    const exported = exportsOf(from);
    return names.some((name) => exported.includes(name) || name.startsWith(outputName(from.name, '')));
  };
  const left = [...stacks];
  const ordered: AssembledStack[] = [];
  while (left.length > 0) {
    const next = left.findIndex((stack) => !left.some((other) => other !== stack && imports(stack, other)));
    if (next < 0) throw new Error(`stacks import from each other: ${left.map(({ name }) => name).join(', ')}`);
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}

/** Reads the list of types that a server's CloudFormation knows. */
export function decodeTypes(text: string): ReadonlySet<string> {
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed)) throw new Error('the list of types is no list');
  return new Set(parsed.map(String));
}
