import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { readStages, type StageConfig } from '../../lib/stage-config.ts';
import { localStage } from '../../local/local-stage.ts';
import { synthesize } from '../../local/template.ts';
import { readResources } from '../../local/wiring.ts';
import { sharedExports, silentAlarms, unwatchedFunctions, unwatchedMetrics } from '../helpers/template-checks.ts';
import { schemaProblems } from '../helpers/template-schema.ts';

/**
 * The stages as they are shipped, and the laptop's. Their resources are resolved as if they were in the laptop's region,
 * which is the one that the resolver gives for a reference to it.
 */
const stages = [...readStages('stages.yaml'), localStage].map((config: StageConfig) => {
  const templates = synthesize(config);
  const isLocal = config.region === localStage.region;
  const resolvable = isLocal ? templates : synthesize({ ...config, region: localStage.region });
  return { stage: config.stage, templates, resources: readResources('http://127.0.0.1:1', resolvable) };
});

/** Whoever deploys waits for these, and CloudFormation says when they fail. */
const ofDeployments = ['IntakeActivate'];

/** What the templates do not do yet, as the checks say it after the colon. An entry that is done must go. */
const notYet = ['has no alarm on Errors', 'has no alarm on Throttles', 'no alarm looks at it'];
const afterColon = (problem: string): string => problem.split(': ').at(-1)!;

describe.each(stages)('the templates of $stage', ({ stage, templates, resources }) => {
  const watchProblems = [
    ...unwatchedFunctions(resources, ofDeployments),
    ...unwatchedMetrics(resources, ['SweepAgeSeconds']),
  ];

  it('hold only what the CloudFormation registry knows, as it knows it', () => {
    const named = templates.map((template, index) => ({ ...template, name: `${stage} ${index}` }));

    expect(named.flatMap(({ Resources }) => Object.keys(Resources)).length).toBeGreaterThan(100);
    expect(schemaProblems(named, loadAwsServiceSpecSync())).toEqual([]);
  });

  it('let each alarm be heard', () => {
    expect(silentAlarms(resources)).toEqual([]);
  });

  it('watch each function for errors and throttles, and the sweep for the age of its mark', () => {
    expect(watchProblems.filter((problem) => !notYet.includes(afterColon(problem)))).toEqual([]);
  });

  it('lack all that is said to be missing', () => {
    expect(notYet.filter((problem) => !watchProblems.map(afterColon).includes(problem))).toEqual([]);
  });
});

describe('stages in one region of an account', () => {
  it('export nothing under one name', () => {
    expect(stages.every(({ templates }) => JSON.stringify(templates).includes('"Export"'))).toBe(true);
    expect(sharedExports(stages)).toEqual([]);
  });
});
