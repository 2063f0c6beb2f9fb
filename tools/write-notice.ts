// `npm run notice`: writes NOTICE, after packages were added, taken away or updated.
import { writeFileSync } from 'node:fs';
import { bundledPackages, noticeOf } from './notice.ts';

writeFileSync('NOTICE', noticeOf(bundledPackages()));
