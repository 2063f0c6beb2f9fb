import { fileURLToPath } from 'node:url';
import { type HeldState, type HeldTemplate, heldState } from '../lib/held-state.ts';
import type { StageConfig } from '../lib/stage-config.ts';
import { localStage } from '../local/local-stage.ts';
import { synthesize } from '../local/template.ts';

/** The file that records the resources of the stages. */
export const heldStateFile = fileURLToPath(new URL('../test/lib/held-state.json', import.meta.url));

const stages: Readonly<Record<string, StageConfig>> = {
  kept: {
    ...localStage,
    stage: 'kept',
    retain: true,
    apiDomain: {
      name: 'api.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/of-the-example',
    },
  },
  fleeting: { ...localStage, stage: 'fleeting' },
};

/** The template of the data stack. */
const stateTemplate = (config: StageConfig): HeldTemplate => synthesize(config)[0]!;

/** The current resources of the data stack, for a stage of each kind. */
export const heldByStages = (): Record<string, HeldState> =>
  Object.fromEntries(Object.entries(stages).map(([name, config]) => [name, heldState(stateTemplate(config))]));
