import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IConstruct } from 'constructs';
import type { FlowProps } from '../../lib/constructs/flow-function.ts';
import { Releases } from '../../lib/constructs/releases.ts';
import { featureFlags } from '../../lib/feature-flags.ts';
import type { StageConfig } from '../../lib/stage-config.ts';
import { StateStack } from '../../lib/state-stack.ts';
import { localStage } from '../../local/local-stage.ts';

export const account = '111122223333';
export const region = 'eu-west-1';

/** An app that bundles nothing, under the feature flags of the constructs. `npm run synth` validates the templates. */
const anApp = (): App =>
  new App({
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    treeMetadata: false,
    context: { ...featureFlags(), 'aws:cdk:bundling-stacks': [] },
  });

/** An empty stack in a known place, for a construct that stands alone. */
export const aStack = (): Stack => new Stack(anApp(), 'Test', { env: { account, region } });

/** A stack for functions, beside a stack with the data of the stage that they work for. */
interface FlowStack {
  readonly stack: Stack;
  readonly flow: FlowProps;
}

/** The stacks of a stage without its functions. */
export function aFlow(settings: Partial<StageConfig> = {}): FlowStack {
  const app = anApp();
  const config: StageConfig = { ...localStage, stage: 'test', region, account, ...settings };
  const env = { account, region };
  const state = new StateStack(app, 'State', { config, env });
  const stack = new Stack(app, 'App', { env });
  const releases = new Releases(stack, 'Releases', { gradual: config.retain, pages: state.pages });
  return { stack, flow: { config, state, releases } };
}

/** The properties of each resource of a type, in the order of the template. */
export const propertiesOf = (stack: Stack, type: string): Array<Readonly<Record<string, unknown>>> =>
  Object.values(Template.fromStack(stack).findResources(type)).map(
    ({ Properties = {} }) => Properties as Record<string, unknown>,
  );

/** A statement of a policy in a template, with lists of actions and resources. */
export interface PolicyStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: unknown;
}

/**
 * The statements of the default policies of roles in a stack. Resources that are references become JSON.
 *
 * @param idPart part of the logical id of the policy
 */
export function statementsOf(stack: Stack, idPart: string): PolicyStatement[] {
  const policies = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  return policies
    .filter(([id]) => id.includes(idPart))
    .flatMap(([, { Properties }]) => (Properties as PolicyProperties).PolicyDocument.Statement)
    .map(({ Action, Resource, Condition }) => ({
      actions: [Action].flat(),
      resources: [Resource]
        .flat()
        .map((resource) => (typeof resource === 'string' ? resource : JSON.stringify(resource))),
      condition: Condition,
    }));
}

interface PolicyProperties {
  readonly PolicyDocument: {
    readonly Statement: ReadonlyArray<{
      readonly Action: string | readonly string[];
      readonly Resource: unknown;
      readonly Condition?: unknown;
    }>;
  };
}

/** All actions that statements allow, sorted. */
export const actionsOf = (statements: readonly PolicyStatement[]): string[] =>
  [...new Set(statements.flatMap(({ actions }) => actions))].toSorted();

/** The names of the outputs of a stack. */
export const outputsOf = (stack: Stack): string[] =>
  Object.keys((Template.fromStack(stack).toJSON() as { readonly Outputs?: object }).Outputs ?? {});

/** The environment of the only function of ours below a construct. */
export function environmentOf(stack: Stack, construct: IConstruct): Readonly<Record<string, unknown>> {
  const functions = Object.entries(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  const [, resource] = functions.find(([id]) => id.startsWith(`${construct.node.id}Function`))!;
  return (resource.Properties as { Environment: { Variables: Record<string, unknown> } }).Environment.Variables;
}
