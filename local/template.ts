import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { PosternStage } from '../lib/postern-stage.ts';
import type { StageConfig } from '../lib/stage-config.ts';
import { stageNames } from '../lib/stage-names.ts';
import { readAssembly } from './assembly.ts';
import type { Template } from './intrinsics.ts';
import { localStage } from './local-stage.ts';

interface SynthesisOptions {
  /** An empty folder for the cloud assembly. */
  readonly outdir: string;
  /** Whether the functions are bundled; without it an assembly has templates and no code. */
  readonly isBundled: boolean;
  /** Applied to the constructs before the synthesis, for what-if questions. */
  readonly change?: (stage: PosternStage) => void;
}

/**
 * Writes the cloud assembly of one stage, in process.
 *
 * @throws Error of the CDK, with the messages of the bundler, when a function cannot be bundled
 */
export function synthesizeAssembly(config: StageConfig, { outdir, isBundled, change }: SynthesisOptions): void {
  const cdkJson: { readonly context: Record<string, unknown> } = JSON.parse(
    readFileSync(fileURLToPath(new URL('../cdk.json', import.meta.url)), 'utf8'),
  );
  const app = new App({
    outdir,
    analyticsReporting: false,
    context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': isBundled ? ['**'] : [] },
  });
  const stage = new PosternStage(app, stageNames(config).title, config);
  change?.(stage);
  app.synth();
}

/**
 * Synthesizes the CDK app in process, without bundling, and returns the templates of all stacks.
 *
 * @param change applied to the constructs before the synthesis, for what-if questions
 */
export function synthesize(
  config: StageConfig = localStage,
  change: (stage: PosternStage) => void = () => {},
): Template[] {
  const outdir = mkdtempSync(join(tmpdir(), 'postern-synth-'));
  try {
    synthesizeAssembly(config, { outdir, isBundled: false, change });
    return readAssembly(outdir).flatMap(({ stacks }) => stacks.map(({ template }) => template));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
