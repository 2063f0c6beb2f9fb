// Makes the assembly that the journeys run, before they do: two of them that start at once would both bundle the functions,
// and a function that cannot be bundled is said once rather than by every journey.
import { openAssembly } from '../local/assembly-cache.ts';
import { localStage } from '../local/local-stage.ts';

const { stage, release } = await openAssembly({
  config: localStage,
  isBundled: true,
  onProgress: (step) => process.stdout.write(`${step}\n`),
});
release();
process.stdout.write(`${stage.functions.length} functions\n`);
