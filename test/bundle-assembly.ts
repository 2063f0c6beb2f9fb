// Builds the assembly before the journeys run it: two journeys that start at once would both bundle the functions, and
// an error in a bundle is reported once instead of by every journey.
import { openLocalAssembly } from '../local/assembly-cache.ts';

const { stage, release } = await openLocalAssembly({ onProgress: (step) => process.stdout.write(`${step}\n`) });
release();
process.stdout.write(`${stage.functions.length} functions\n`);
