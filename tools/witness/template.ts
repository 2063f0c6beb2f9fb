/** A CloudFormation template, as far as the witnesses read it. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
}

/** A resource with its intrinsic functions unresolved. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
}

/** A value that other stacks or people read. */
interface TemplateOutput {
  readonly Value: unknown;
  readonly Export?: { readonly Name: string };
}

/** One synthesized stack. */
export interface AssembledStack {
  readonly name: string;
  readonly region: string;
  /** Absolute path of the template. */
  readonly file: string;
  readonly template: Template;
}

/** References of a value of a template. */
interface References {
  /** Logical ids of resources and names of pseudo parameters. */
  readonly ids: ReadonlySet<string>;
  /** Names of exports of other stacks, and of their outputs as {@link outputName} writes them. */
  readonly imports: ReadonlySet<string>;
}

/** Whether a value is an object with named fields. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An output by its stack: `Postern-dev-State.Key`. */
export const outputName = (stack: string, output: string): string => `${stack}.${output}`;

/** The import that a `Fn::ImportValue` or a `Fn::GetStackOutput` names; undefined for any other function. */
export function importedName(name: string, argument: unknown): string | undefined {
  if (name === 'Fn::ImportValue' && typeof argument === 'string') return argument;
  if (name !== 'Fn::GetStackOutput' || !isRecord(argument)) return undefined;
  return outputName(String(argument.StackName), String(argument.OutputName));
}

/** Collects what a value refers to by `Ref`, `Fn::GetAtt` and `Fn::Sub`, and what it imports, at any depth. */
export function referencesOf(value: unknown): References {
  const ids = new Set<string>();
  const imports = new Set<string>();
  const visit = (entry: unknown): void => {
    if (Array.isArray(entry)) for (const item of entry) visit(item);
    if (!isRecord(entry)) return;
    for (const [name, argument] of Object.entries(entry)) {
      const imported = importedName(name, argument);
      if (imported !== undefined) imports.add(imported);
      else if (name === 'Ref' && typeof argument === 'string') ids.add(argument);
      else if (name === 'Fn::GetAtt') ids.add(String(Array.isArray(argument) ? argument[0] : argument).split('.')[0]!);
      else if (name === 'Fn::Sub') for (const id of substituted(argument)) ids.add(id);
      visit(argument);
    }
  };
  visit(value);
  return { ids, imports };
}

/** The ids that the text of a `Fn::Sub` names; `${!Literal}` is none. */
function substituted(argument: unknown): string[] {
  const text = Array.isArray(argument) ? argument[0] : argument;
  return [...String(text).matchAll(/\$\{([^!}]+)\}/g)].map(([, name]) => name!.split('.')[0]!);
}
