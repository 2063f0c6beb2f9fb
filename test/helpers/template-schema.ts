import type { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';

/** Resource types of the CloudFormation registry, from the npm package `@aws-cdk/aws-service-spec`. */
type ServiceSpec = ReturnType<typeof loadAwsServiceSpecSync>;

/** A template with the name of its stack. */
interface NamedTemplate {
  readonly name: string;
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;
}

type SpecResource = ReturnType<ServiceSpec['all']> extends readonly unknown[] ? ReturnType<typeof resourceOf> : never;
type SpecProperties = NonNullable<SpecResource>['properties'];
type SpecType = SpecProperties[string]['type'];
type Fields = Readonly<Record<string, unknown>>;

/** Types without a schema in the registry: custom resources, and the CDK's metadata. */
const unregistered = /^(?:Custom::|AWS::CDK::Metadata$|AWS::CloudFormation::CustomResource$)/;

/**
 * Checks every resource against the schema of its type: known type, known properties that are not read-only, all
 * required properties, and each value of its type and among the allowed ones. The value of an intrinsic function is not
 * known before the deployment, so it passes. The package has no patterns and lengths; cfn-lint checks those.
 *
 * @returns one line for each problem, with the stack, the resource and the path
 */
export const schemaProblems = (templates: readonly NamedTemplate[], spec: ServiceSpec): string[] =>
  templates.flatMap(({ name, Resources }) =>
    Object.entries(Resources)
      .filter(([, { Type }]) => !unregistered.test(Type))
      .flatMap(([id, { Type, Properties = {} }]) => {
        const place = `${name} ${id}`;
        const resource = resourceOf(spec, Type);
        if (resource === undefined) return [`${place}: there is no type ${Type}`];
        const readOnly = Object.keys(Properties).filter(
          (key) => !(key in resource.properties) && key in resource.attributes,
        );
        return [
          ...readOnly.map((key) => `${place}.${key}: is read-only`),
          ...propertiesOf(resource.properties, without(Properties, readOnly), place, spec),
        ];
      }),
  );

const resourceOf = (spec: ServiceSpec, type: string) =>
  [...spec.lookup('resource', 'cloudFormationType', 'equals', type)][0];

const without = (value: object, keys: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));

function propertiesOf(properties: SpecProperties, value: Fields, place: string, spec: ServiceSpec): string[] {
  const missing = Object.entries(properties).filter(([name, { required }]) => required === true && !(name in value));
  return [
    ...missing.map(([name]) => `${place}: lacks ${name}`),
    ...Object.entries(value).flatMap(([name, item]) => {
      const property = properties[name];
      return property === undefined
        ? [`${place}: has no property ${name}`]
        : valueProblems(property.type, item, `${place}.${name}`, spec);
    }),
  ];
}

function valueProblems(type: SpecType, value: unknown, place: string, spec: ServiceSpec): string[] {
  if (isIntrinsic(value)) return [];
  const wants = (isRight: boolean, what: string): string[] =>
    isRight ? [] : [`${place}: wants ${what}, has ${JSON.stringify(value)}`];
  switch (type.type) {
    case 'string':
    case 'date-time':
      return allowed(type, wants(isScalar(value), 'a text'), value, wants);
    case 'number':
    case 'integer':
      return allowed(type, wants(isNumber(value, type.type === 'integer'), `a ${type.type}`), value, wants);
    case 'boolean':
      return wants(/^(?:true|false)$/.test(String(value)) && isScalar(value), 'true or false');
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((item, index) => valueProblems(type.element, item, `${place}.${index}`, spec))
        : wants(false, 'a list');
    case 'map':
      return isFields(value)
        ? Object.entries(value).flatMap(([key, item]) => valueProblems(type.element, item, `${place}.${key}`, spec))
        : wants(false, 'a map');
    case 'ref':
      return isFields(value)
        ? propertiesOf(spec.get('typeDefinition', type.reference.$ref).properties, value, place, spec)
        : wants(false, 'an object');
    case 'tag':
      return wants(isFields(value) && Object.keys(value).toSorted().join() === 'Key,Value', 'a Key and a Value');
    case 'union':
      return type.types.some((allowedType) => valueProblems(allowedType, value, place, spec).length === 0)
        ? []
        : wants(false, 'one of several types');
    case 'null':
    case 'json':
      return [];
  }
}

/** Checks that a value of the right type is among the allowed ones, if the schema lists them. */
function allowed(
  type: SpecType,
  problems: readonly string[],
  value: unknown,
  wants: (isRight: boolean, what: string) => string[],
): string[] {
  if (problems.length > 0 || !('allowedValues' in type) || type.allowedValues === undefined) return [...problems];
  const values = type.allowedValues.map(String);
  return wants(values.includes(String(value)), `one of ${values.join(', ')}`);
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isIntrinsic = (value: unknown): boolean =>
  isFields(value) && Object.keys(value).length === 1 && /^(?:Ref|Condition|Fn::\w+)$/.test(Object.keys(value)[0]!);

/** CloudFormation accepts a number or a boolean for a string, and the reverse. */
const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

const isNumber = (value: unknown, isInteger: boolean): boolean =>
  (typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')) &&
  (isInteger ? Number.isInteger(Number(value)) : Number.isFinite(Number(value)));
