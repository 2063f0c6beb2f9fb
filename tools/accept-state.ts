// Accepts what the stack of the data holds now: for a change of it that is meant, and that has a way for the data.
import { writeFileSync } from 'node:fs';
import { heldByStages, heldStateFile } from './held-stages.ts';

writeFileSync(heldStateFile, `${JSON.stringify(heldByStages(), null, 2)}\n`);
