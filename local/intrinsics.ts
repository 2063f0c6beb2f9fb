import { compact } from '../lambdas/compact.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { elementsOf, type Fields, fieldsOf, textsOf } from './fields.ts';

/** The place of a stack: its name, account and region. */
export interface StackPlace {
  /** CloudFormation's name of the stack: `Postern-dev-State`. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

/** The parts of a stack's template that this module reads. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>>;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  /** The stack of the template; CloudFormation's file does not contain it. */
  readonly stack: StackPlace;
}

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Fields;
  readonly Metadata?: Fields;
  readonly UpdatePolicy?: Fields;
  readonly Condition?: string;
}

/** The values by which other resources refer to a resource. */
export interface Identity {
  /** The value of `Ref`. */
  readonly ref: string;
  readonly arn: string;
}

/** A resource with the values that CloudFormation would give it. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Fields;
  readonly Metadata?: Fields;
  /** The way in which CloudFormation introduces a new version, such as the service that moves an alias. */
  readonly UpdatePolicy?: Fields;
  readonly identity: Identity;
}

/** A resource before it has a name. */
export interface Unnamed {
  readonly logicalId: string;
  readonly type: string;
  /** Properties of the template, with their intrinsic functions. */
  readonly properties: Fields;
  readonly place: StackPlace;
  /** Resolves the intrinsic functions in a value of the template. */
  resolve(value: unknown): unknown;
}

/** Names a resource on this machine; returns undefined for a type that this machine does not have. */
export type Identify = (resource: Unnamed) => Identity | undefined;

interface Context {
  readonly templates: readonly Template[];
  readonly template: Template;
  readonly identify: Identify;
  /** The place that an error names: `Postern-dev-App: ParseFunction`. */
  readonly at: string;
}

/** The value of `Ref: AWS::NoValue`: the field or element that has it is left out. */
const noValue = Symbol('AWS::NoValue');

/**
 * Resolves every intrinsic function in the resources of a stage, so that a function has the same environment here as in a
 * deployment.
 *
 * @throws ConfigError that names the stack, the resource and the part of the template that is not supported
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function resolveTemplates(templates: readonly Template[], identify: Identify): Map<string, Resource> {
  const resolved = new Map<string, Resource>();
  /** Names of the stacks by the logical ids of their resources. */
  const stacks = new Map<string, string>();
  for (const template of templates) {
    for (const [logicalId, resource] of Object.entries(template.Resources)) {
      if (resource.Type === 'AWS::CDK::Metadata') continue;
      const context = { templates, template, identify, at: `${template.stack.name}: ${logicalId}` };
      if (resource.Condition !== undefined) refuse(context, 'a condition');
      const identity = nameOf(context, logicalId, resource);
      if (identity !== undefined) {
        const otherStack = stacks.get(logicalId);
        if (otherStack !== undefined)
          throw new ConfigError(
            `${otherStack} and ${template.stack.name} both have a resource ${logicalId}; on this machine they would be one. Give one of the constructs another id`,
          );
        stacks.set(logicalId, template.stack.name);
      }
      resolved.set(
        logicalId,
        compact({
          Type: resource.Type,
          Properties: fieldsOf(resolve(context, resource.Properties ?? {})),
          Metadata: resource.Metadata,
          UpdatePolicy: resource.UpdatePolicy && fieldsOf(resolve(context, resource.UpdatePolicy)),
          identity: identity ?? withoutName(logicalId),
        }),
      );
    }
  }
  return resolved;
}

/** The identity of a resource that does not exist on this machine. */
const withoutName = (logicalId: string): Identity => ({ ref: logicalId, arn: `arn:aws:local:::${logicalId}` });

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
  return nameOf(context, logicalId, resource) ?? withoutName(logicalId);
}

/** @throws ConfigError */
function refuse({ at }: Context, construct: string): never {
  throw new ConfigError(`${at}: the template uses ${construct}, which the local runtime does not understand`);
}

/** Resolves the intrinsic functions in a value, at any depth. */
function resolve(context: Context, value: unknown): unknown {
  if (Array.isArray(value))
    return value.map((element) => resolve(context, element)).filter((element) => element !== noValue);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[name, argument] = []] = entries;
  if (name !== undefined && entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::')))
    return (intrinsics[name] ?? (() => refuse(context, name)))(context, argument);
  return Object.fromEntries(
    entries.map(([key, field]) => [key, resolve(context, field)] as const).filter(([, field]) => field !== noValue),
  );
}

/** Resolves the argument of a function that takes a list. @throws ConfigError when it is not a list */
function listArgument(context: Context, name: string, argument: unknown): unknown[] {
  const list = resolve(context, argument);
  return Array.isArray(list) ? list : refuse(context, `${name} of what is no list`);
}

/** The values of the functions, by name. */
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
    const [logicalId = '', ...path] = typeof argument === 'string' ? argument.split('.') : textsOf(argument);
    const attribute = path.join('.');
    const identity = identityOf(context, logicalId);
    if (attribute === 'StreamArn') return `${identity.arn}/stream/local`;
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
    const { StackName, OutputName } = fieldsOf(resolve(context, argument));
    const template = context.templates.find(({ stack }) => stack.name === StackName);
    const output = template?.Outputs?.[String(OutputName)];
    if (template === undefined || output === undefined)
      throw new ConfigError(
        `${context.at}: reads the output ${String(OutputName)} of ${String(StackName)}, which the stage does not have`,
      );
    return resolve({ ...context, template }, output.Value);
  },
  'Fn::Join': (context, argument) => {
    const [separator, parts] = elementsOf(argument);
    return listArgument(context, 'Fn::Join', parts).join(String(separator));
  },
  'Fn::Split': (context, argument) => {
    const [separator, text] = listArgument(context, 'Fn::Split', argument);
    return String(text).split(String(separator));
  },
  'Fn::Select': (context, argument) => {
    const [index, parts] = listArgument(context, 'Fn::Select', argument);
    const part = Array.isArray(parts) ? parts[Number(index)] : undefined;
    return part ?? refuse(context, `Fn::Select of a part that is not there (${String(index)})`);
  },
  'Fn::Sub': (context, argument) => {
    const [text, ownVariables] = typeof argument === 'string' ? [argument] : elementsOf(argument);
    const variables = fieldsOf(ownVariables);
    const substitute = (name: string): unknown => {
      if (Object.hasOwn(variables, name)) return resolve(context, variables[name]);
      return resolve(context, name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name });
    };
    // `${!name}` is the text `${name}`.
    return String(text)
      .replaceAll(/\$\{([^!{}]+)\}/g, (_, name: string) => String(substitute(name)))
      .replaceAll(/\$\{!([^{}]+)\}/g, (_, name: string) => `\${${name}}`);
  },
};
