import * as z from 'zod/mini';
import { cutFileName } from '../file-name.ts';
import type { CrmHttp } from '../http.ts';
import { multipart } from '../multipart.ts';
import { createdBy } from '../vendor-kit.ts';
import type { FileAccess, Refs } from '../vendor-records.ts';
import { api, call } from './api.ts';

const maxFileNameLength = 255;

const uploaded = z.object({
  data: z.array(z.object({ details: z.object({ id: z.string() }) })).check(z.minLength(1)),
});

/**
 * Files of the mail itself: uploaded into Zoho's file store, where nobody sees them, before the mail, which then names them.
 * So a repeated upload shows nothing twice.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/upload-files-to-zfs.html
 */
export const zohoFiles = (http: CrmHttp): FileAccess => ({
  isBeforeActivity: true,
  async put({ name, contentType }, bytes) {
    const form = new FormData();
    form.append('file', new Blob([bytes.slice()], { type: contentType }), cutFileName(name, maxFileNameLength));
    const request = { method: 'POST', path: `${api}/files`, ...(await multipart(form)) } as const;
    return createdBy(await call(http, request, uploaded), ({ data: [first] }) => first!.details.id);
  },
});

/** The files that a mail names; absent where it has none. */
export const attachmentsOf = ({ files }: Refs): Array<{ id: string }> | undefined =>
  files?.id.split(';').map((id) => ({ id }));
