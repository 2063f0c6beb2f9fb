// `npm run schemas`: writes the JSON Schemas of what others may consume, from their zod sources.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { emailReceivedJsonSchema } from './email-received.ts';

const path = fileURLToPath(new URL('./email.received-1.json', import.meta.url));
writeFileSync(path, `${JSON.stringify(emailReceivedJsonSchema(), null, 2)}\n`);
