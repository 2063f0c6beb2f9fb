import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type HeldState, heldState, type OutputUse, outputsReadBy, type ReadOutputs } from '../lib/held-state.ts';
import type { StageConfig } from '../lib/stage-config.ts';
import { localStage } from '../local/local-stage.ts';
import { synthesize } from '../local/template.ts';

/** The file that records the resources of the stages. */
export const heldStateFile = fileURLToPath(new URL('../test/lib/held-state.json', import.meta.url));

/** The accepted state of a stage. */
interface AcceptedStage {
  readonly held: HeldState;
  readonly outputs: ReadOutputs;
}

/** A stage as it is now. */
interface CurrentStage {
  readonly held: HeldState;
  readonly outputs: OutputUse;
}

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

/** A stage of either kind, as it is now. */
export const currentStages = (): Record<string, CurrentStage> =>
  Object.fromEntries(Object.entries(stages).map(([name, config]) => [name, currentStage(config)]));

function currentStage(config: StageConfig): CurrentStage {
  const [state, app] = synthesize(config);
  const declared = Object.keys(state!.Outputs ?? {});
  return { held: heldState(state!), outputs: { declared, read: outputsReadBy(app, state!.stack.name) } };
}

/** Reads the accepted state of each stage. */
export const readAccepted = (): Record<string, AcceptedStage> =>
  JSON.parse(readFileSync(heldStateFile, 'utf8')) as Record<string, AcceptedStage>;
