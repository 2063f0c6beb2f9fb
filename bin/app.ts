import { Annotations, App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { PosternStage } from '../lib/postern-stage.ts';
import { SharedRuleSetStack, sharedRuleSetsOf } from '../lib/shared-rule-set-stack.ts';
import { readStages, StageConfigError } from '../lib/stage-config.ts';
import { sharedListWarnings } from '../lib/stage-conflicts.ts';
import { stageNames } from '../lib/stage-names.ts';

// The CDK app: one Postern per entry of stages.yaml (POSTERN_STAGES names another file).
const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
try {
  // The CDK command line sets these from the credentials in use.
  const { POSTERN_STAGES = 'stages.yaml', CDK_DEFAULT_ACCOUNT } = process.env;
  const stages = readStages(POSTERN_STAGES, CDK_DEFAULT_ACCOUNT);
  for (const place of sharedRuleSetsOf(stages, CDK_DEFAULT_ACCOUNT)) new SharedRuleSetStack(app, place);
  const warnings = sharedListWarnings(stages, CDK_DEFAULT_ACCOUNT);
  for (const config of stages) {
    const { state } = new PosternStage(app, stageNames(config).title, config);
    const warning = warnings.get(config.stage);
    if (warning !== undefined) Annotations.of(state).addWarningV2('postern:suppression-list', warning);
  }
  app.synth();
} catch (error) {
  if (!(error instanceof StageConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
