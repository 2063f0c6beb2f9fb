import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { readStages, type StageConfig } from '../../lib/stage-config.ts';
import { loadSimulator } from '../../local/iam/simulator.ts';
import { localStage } from '../../local/local-stage.ts';
import { synthesize } from '../../local/template.ts';
import { readResources } from '../../local/wiring.ts';
import { sharedExports, silentAlarms, unwatchedFunctions, unwatchedMetrics } from '../helpers/template-checks.ts';
import { dependencyCycles } from '../helpers/template-cycles.ts';
import { schemaProblems } from '../helpers/template-schema.ts';

const scanned: StageConfig = { ...localStage, stage: 'scanned', antivirus: 'guardduty' };
const behindEndpoints: StageConfig = {
  ...localStage,
  stage: 'private',
  apiAccess: { authorization: 'iam', private: { vpcEndpointIds: ['vpce-0123456789abcdef0'] } },
};

/**
 * The stages as they are shipped, the laptop's, one whose attachments GuardDuty scans, and one with a private API. Their resources are resolved as if they were in the laptop's region,
 * which is the one that the resolver gives for a reference to it.
 */
const stages = [...readStages('stages.yaml'), localStage, scanned, behindEndpoints].map((config: StageConfig) => {
  const templates = synthesize(config);
  const isLocal = config.region === localStage.region;
  const resolvable = isLocal ? templates : synthesize({ ...config, region: localStage.region });
  return { stage: config.stage, templates, resources: readResources('http://127.0.0.1:1', resolvable) };
});

/** Whoever deploys waits for these, and CloudFormation says when they fail. */
const ofDeployments = ['ActivationActivate'];

describe.each(stages)('the templates of $stage', ({ stage, templates, resources }) => {
  it('hold only what the CloudFormation registry knows, as it knows it', () => {
    const named = templates.map((template, index) => ({ ...template, name: `${stage} ${index}` }));

    expect(named.flatMap(({ Resources }) => Object.keys(Resources)).length).toBeGreaterThan(100);
    expect(schemaProblems(named, loadAwsServiceSpecSync())).toEqual([]);
  });

  it('have no resources that wait for each other', () => {
    expect(templates.flatMap(({ Resources }) => dependencyCycles({ ...Resources }))).toEqual([]);
  });

  it('let each alarm be heard', async () => {
    expect(await silentAlarms(resources, (await loadSimulator())!)).toEqual([]);
  });

  it('watch each function for errors and throttles, and the sweep for the age of its mark', () => {
    expect(unwatchedFunctions(resources, ofDeployments)).toEqual([]);
    expect(unwatchedMetrics(resources, ['SweepAgeSeconds'])).toEqual([]);
  });
});

describe('stages in one region of an account', () => {
  it('export nothing under one name', () => {
    expect(sharedExports(stages)).toEqual([]);
  });
});
