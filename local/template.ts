import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { localStageName } from '../lambdas/env.ts';
import { PosternStage } from '../lib/postern-stage.ts';
import type { StageConfig } from '../lib/stage-config.ts';

/** One resource as CloudFormation would see it. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly Metadata?: Record<string, unknown>;
}

interface Template {
  readonly Resources: Record<
    string,
    { Type: string; Properties?: Record<string, unknown>; Metadata?: Record<string, unknown> }
  >;
  readonly Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>;
}

/** The laptop's stage: the same constructs, for a domain that no mail server looks up. */
export const localStage: StageConfig = {
  stage: localStageName,
  region: 'us-east-1',
  inboundDomain: 'inbound.localhost',
  identity: 'own',
  ruleSet: { mode: 'own', takeover: false },
  // The laptop has no event bus; the rule is there, so that what it needs is tested.
  feedback: { eventBridge: 'tagged' },
  rawRetentionDays: 90,
  sinkConcurrency: 4,
  idle: false,
  handOff: [],
  secrets: [],
  retain: false,
};

const accountId = '000000000000';

/**
 * Synthesizes the CDK app in process, without bundling, and hands over all stacks' templates.
 *
 * @param change applied to the constructs before the synthesis, for what-if questions
 */
export function synthesize(
  config: StageConfig = localStage,
  change: (stage: PosternStage) => void = () => {},
): Template[] {
  const cdkJson = JSON.parse(readFileSync(fileURLToPath(new URL('../cdk.json', import.meta.url)), 'utf8')) as {
    context: Record<string, unknown>;
  };
  const outdir = mkdtempSync(join(tmpdir(), 'postern-synth-'));
  const app = new App({
    outdir,
    analyticsReporting: false,
    context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] },
  });
  const stage = new PosternStage(app, config);
  change(stage);
  return stage.synth().stacks.map((stack) => stack.template as Template);
}

/** How a resource looks to those that refer to it. */
export interface Identity {
  /** What `Ref` gives. */
  readonly ref: string;
  readonly arn: string;
}

/**
 * The resources of the templates with every intrinsic function resolved, so that what a function gets in its
 * environment here is what the deployment would give it.
 *
 * @param identify names a resource on this machine; undefined for types that do not exist here
 * @throws Error naming a function of the template language that is not understood
 */
export function resolveTemplates(
  templates: readonly Template[],
  identify: (logicalId: string, type: string, properties: Record<string, unknown>) => Identity | undefined,
): Map<string, Resource> {
  const resources = new Map(templates.flatMap(({ Resources }) => Object.entries(Resources)));
  const exported = new Map(
    templates.flatMap(({ Outputs = {} }) =>
      Object.values(Outputs).flatMap(({ Value, Export }) => (Export ? [[Export.Name, Value] as const] : [])),
    ),
  );
  const pseudo: Record<string, string> = {
    'AWS::AccountId': accountId,
    'AWS::Region': localStage.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': 'Postern-local',
  };
  const identityOf = (logicalId: string): Identity => {
    const resource = resources.get(logicalId);
    const known = resource && identify(logicalId, resource.Type, resource.Properties ?? {});
    return known ?? { ref: logicalId, arn: `arn:aws:local:::${logicalId}` };
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const [name, ...others] = Object.keys(value);
    if (name === undefined || others.length > 0 || (name !== 'Ref' && !name.startsWith('Fn::'))) {
      return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, resolve(entry)]));
    }
    return intrinsic(name, (value as Record<string, unknown>)[name]);
  };
  const intrinsic = (name: string, argument: unknown): unknown => {
    switch (name) {
      case 'Ref':
        return pseudo[argument as string] ?? identityOf(argument as string).ref;
      case 'Fn::GetAtt': {
        const [logicalId = '', attribute = ''] = argument as string[];
        return attribute.endsWith('Arn')
          ? identityOf(logicalId).arn
          : attribute.endsWith('Name')
            ? nameOf(identityOf(logicalId))
            : `${logicalId}.${attribute}`;
      }
      case 'Fn::ImportValue':
        return resolve(exported.get(argument as string));
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown[]];
        return (resolve(parts) as unknown[]).join(separator);
      }
      case 'Fn::Sub': {
        const [text, variables] = (typeof argument === 'string' ? [argument, {}] : argument) as [
          string,
          Record<string, unknown>,
        ];
        return text.replace(/\$\{([^!}]+)\}/g, (_, name: string) => {
          const reference = name.includes('.') ? intrinsic('Fn::GetAtt', name.split('.')) : intrinsic('Ref', name);
          return String(Object.hasOwn(variables, name) ? resolve(variables[name]) : reference);
        });
      }
      default:
        throw new Error(`the template uses ${name}, which the local runtime does not understand yet`);
    }
  };
  return new Map(
    [...resources].map(([logicalId, { Type, Properties = {}, Metadata }]) => [
      logicalId,
      { Type, Properties: resolve(Properties) as Record<string, unknown>, ...(Metadata && { Metadata }) },
    ]),
  );
}

const nameOf = ({ arn }: Identity): string => arn.split(':').at(-1) ?? arn;
