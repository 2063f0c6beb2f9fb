// Makes the assembly that the journeys run, before they do: two of them that start at once would both bundle the functions,
// and a function that cannot be bundled is said once rather than by every journey.
import { openLocalAssembly } from '../local/assembly-cache.ts';

const { stage, release } = await openLocalAssembly({ onProgress: (step) => process.stdout.write(`${step}\n`) });
release();
process.stdout.write(`${stage.functions.length} functions\n`);
