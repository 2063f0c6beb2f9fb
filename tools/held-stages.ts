import { fileURLToPath } from 'node:url';
import { type HeldState, type HeldTemplate, heldState } from '../lib/held-state.ts';
import type { StageConfig } from '../lib/stage-config.ts';
import { localStage } from '../local/local-stage.ts';
import { synthesize } from '../local/template.ts';

/** Where it is kept what the stages hold. */
export const heldStateFile = fileURLToPath(new URL('../test/lib/held-state.json', import.meta.url));

const stages: Readonly<Record<string, StageConfig>> = {
  kept: {
    ...localStage,
    stage: 'kept',
    retain: true,
    objectLock: true,
    apiDomain: {
      name: 'api.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/of-the-example',
    },
  },
  fleeting: { ...localStage, stage: 'fleeting' },
};

/** The template of the stack that holds the data. */
const stateTemplate = (config: StageConfig): HeldTemplate => synthesize(config)[0]!;

/** What the stack of the data holds in a stage of either kind, as it is now. */
export const heldByStages = (): Record<string, HeldState> =>
  Object.fromEntries(Object.entries(stages).map(([name, config]) => [name, heldState(stateTemplate(config))]));
