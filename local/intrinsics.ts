import { compact } from '../lambdas/compact.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';

/** Where a stack is deployed to. */
export interface StackPlace {
  /** As CloudFormation knows it: `Postern-dev-State`. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

/** The template of a stack, as far as it is read here. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>>;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  /** The stack that the template is of; not part of what CloudFormation gets. */
  readonly stack: StackPlace;
}

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly Metadata?: Record<string, unknown>;
  readonly UpdatePolicy?: Record<string, unknown>;
  readonly Condition?: string;
}

/** How a resource looks to those that refer to it. */
export interface Identity {
  /** What `Ref` gives. */
  readonly ref: string;
  readonly arn: string;
}

/** One resource as CloudFormation would see it. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly Metadata?: Record<string, unknown>;
  /** How CloudFormation brings a new version in: of an alias, by whom it is moved. */
  readonly UpdatePolicy?: Record<string, unknown>;
  readonly identity: Identity;
}

/** What is known of a resource when it is named. */
export interface Unnamed {
  readonly logicalId: string;
  readonly type: string;
  /** As they stand in the template. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly place: StackPlace;
  /** The value of what stands in the template. */
  resolve(value: unknown): unknown;
}

/** Names a resource on this machine; undefined for types that do not exist here. */
export type Identify = (resource: Unnamed) => Identity | undefined;

interface Context {
  readonly templates: readonly Template[];
  readonly template: Template;
  readonly identify: Identify;
  /** Where an error is: `Postern-dev-App: ParseFunction`. */
  readonly at: string;
}

/** The value of a function; absent from its object or list, as `Ref: AWS::NoValue` asks for. */
const noValue = Symbol('AWS::NoValue');

/**
 * The resources of a stage with every intrinsic function resolved, so that what a function gets in its environment here is
 * what the deployment would give it.
 *
 * @throws ConfigError naming the stack, the resource and what is not understood there
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function resolveTemplates(templates: readonly Template[], identify: Identify): Map<string, Resource> {
  const resolved = new Map<string, Resource>();
  const owners = new Map<string, string>();
  for (const template of templates) {
    for (const [logicalId, resource] of Object.entries(template.Resources)) {
      if (resource.Type === 'AWS::CDK::Metadata') continue;
      const context = { templates, template, identify, at: `${template.stack.name}: ${logicalId}` };
      if (resource.Condition !== undefined) refuse(context, 'a condition');
      const known = nameOf(context, logicalId, resource);
      if (known !== undefined) {
        const owner = owners.get(logicalId);
        if (owner !== undefined)
          throw new ConfigError(
            `${owner} and ${template.stack.name} both have a resource ${logicalId}; on this machine they would be one. Give one of the constructs another id`,
          );
        owners.set(logicalId, template.stack.name);
      }
      resolved.set(
        logicalId,
        compact({
          Type: resource.Type,
          Properties: resolve(context, resource.Properties ?? {}) as Record<string, unknown>,
          Metadata: resource.Metadata,
          UpdatePolicy: resource.UpdatePolicy && (resolve(context, resource.UpdatePolicy) as Record<string, unknown>),
          identity: known ?? foreign(logicalId),
        }),
      );
    }
  }
  return resolved;
}

const foreign = (logicalId: string): Identity => ({ ref: logicalId, arn: `arn:aws:local:::${logicalId}` });

const nameOf = (context: Context, logicalId: string, { Type, Properties = {} }: TemplateResource) =>
  context.identify({
    logicalId,
    type: Type,
    properties: Properties,
    place: context.template.stack,
    resolve: (value) => resolve(context, value),
  });

function identityOf(context: Context, logicalId: string): Identity {
  const resource = context.template.Resources[logicalId];
  if (resource === undefined)
    throw new ConfigError(`${context.at}: refers to ${logicalId}, which the template does not have`);
  return nameOf(context, logicalId, resource) ?? foreign(logicalId);
}

function refuse({ at }: Context, what: string): never {
  throw new ConfigError(`${at}: the template uses ${what}, which the local runtime does not understand`);
}

function resolve(context: Context, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => resolve(context, each)).filter((each) => each !== noValue);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[name, argument] = []] = entries;
  if (name !== undefined && entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::')))
    return (intrinsics[name] ?? (() => refuse(context, name)))(context, argument);
  return Object.fromEntries(
    entries.map(([key, each]) => [key, resolve(context, each)] as const).filter(([, each]) => each !== noValue),
  );
}

/** The list that a function wants as its argument. */
function listOf(context: Context, name: string, argument: unknown): unknown[] {
  const list = resolve(context, argument);
  return Array.isArray(list) ? list : refuse(context, `${name} of what is no list`);
}

const intrinsics: Readonly<Record<string, (context: Context, argument: unknown) => unknown>> = {
  Ref: (context, argument) => {
    const name = String(argument);
    const { account, region, name: stackName } = context.template.stack;
    const pseudo: Readonly<Record<string, unknown>> = {
      'AWS::AccountId': account,
      'AWS::Region': region,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stackName,
      'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/local`,
      'AWS::NoValue': noValue,
    };
    if (Object.hasOwn(pseudo, name)) return pseudo[name];
    return context.template.Parameters?.[name]?.Default ?? identityOf(context, name).ref;
  },
  'Fn::GetAtt': (context, argument) => {
    const [logicalId = '', ...path] = typeof argument === 'string' ? argument.split('.') : (argument as string[]);
    const attribute = path.join('.');
    const identity = identityOf(context, logicalId);
    if (attribute.endsWith('Arn')) return identity.arn;
    return attribute.endsWith('Name') ? identity.arn.split(':').at(-1) : `${logicalId}.${attribute}`;
  },
  'Fn::ImportValue': (context, argument) => {
    const name = resolve(context, argument);
    for (const template of context.templates)
      for (const { Value, Export } of Object.values(template.Outputs ?? {}))
        if (Export?.Name === name) return resolve({ ...context, template }, Value);
    throw new ConfigError(`${context.at}: imports ${String(name)}, which no stack of the stage exports`);
  },
  'Fn::GetStackOutput': (context, argument) => {
    const { StackName, OutputName } = resolve(context, argument) as { StackName: string; OutputName: string };
    const template = context.templates.find(({ stack }) => stack.name === StackName);
    const output = template?.Outputs?.[OutputName];
    if (template === undefined || output === undefined)
      throw new ConfigError(
        `${context.at}: reads the output ${OutputName} of ${StackName}, which the stage does not have`,
      );
    return resolve({ ...context, template }, output.Value);
  },
  'Fn::Join': (context, argument) => {
    const [separator, parts] = argument as [string, unknown];
    return listOf(context, 'Fn::Join', parts).join(separator);
  },
  'Fn::Split': (context, argument) => {
    const [separator, text] = listOf(context, 'Fn::Split', argument);
    return String(text).split(String(separator));
  },
  'Fn::Select': (context, argument) => {
    const [index, parts] = listOf(context, 'Fn::Select', argument);
    const part = Array.isArray(parts) ? parts[Number(index)] : undefined;
    return part ?? refuse(context, `Fn::Select of a part that is not there (${String(index)})`);
  },
  'Fn::Sub': (context, argument) => {
    const [text, variables] = (typeof argument === 'string' ? [argument, {}] : argument) as [
      string,
      Record<string, unknown>,
    ];
    const substitute = (name: string): unknown => {
      if (Object.hasOwn(variables, name)) return resolve(context, variables[name]);
      return resolve(context, name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name });
    };
    // `${!name}` stands for `${name}` itself.
    return text
      .replaceAll(/\$\{([^!}]+)\}/g, (_, name: string) => String(substitute(name)))
      .replaceAll(/\$\{!([^}]+)\}/g, (_, name: string) => `\${${name}}`);
  },
};
