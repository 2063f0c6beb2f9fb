import { openAssembly } from '../../local/assembly-cache.ts';
import type { Template } from '../../local/intrinsics.ts';
import { localStage } from '../../local/local-stage.ts';

/** The templates of the laptop's stage, from the cache: most test files need not load the CDK for them. */
export async function localTemplates(): Promise<Template[]> {
  const { stage, release } = await openAssembly({ config: localStage, isBundled: false, onProgress: () => {} });
  // They are read by now.
  release();
  return stage.stacks.map(({ template }) => template);
}
