// `npm run accept-state`: accepts the resources that the data stack holds now, after an intended change with a migration.
import { writeFileSync } from 'node:fs';
import { heldByStages, heldStateFile } from './held-stages.ts';

writeFileSync(heldStateFile, `${JSON.stringify(heldByStages(), null, 2)}\n`);
