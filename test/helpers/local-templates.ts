import { openLocalAssembly } from '../../local/assembly-cache.ts';
import type { Template } from '../../local/intrinsics.ts';

/** Returns the templates of the local stage from the cache: most test files need not load the CDK for them. */
export async function localTemplates(): Promise<Template[]> {
  const { stage, release } = await openLocalAssembly({ fromSources: true });
  // The templates are in memory by now.
  release();
  return stage.stacks.map(({ template }) => template);
}
